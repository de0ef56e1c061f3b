// @ts-check
/**
 * The view that the address names, and the state of it that a link should carry: `#/gallery?status=completed`.
 *
 * A view is a module with `open(host, address, signal)`. It draws itself into the host, and ends what it began when the signal says that
 * it was left. Where only the query changes it is told by `update(address)`, if it gave one back.
 */
import { addWords } from './words.js';

/** @typedef {{ name: string, id: string | null, query: URLSearchParams }} Address */
/** @typedef {{ update?(address: Address): void } | void} OpenView */
/** @typedef {{ title(address: Address): string, open(host: HTMLElement, address: Address, signal: AbortSignal): OpenView | Promise<OpenView> }} View */

/** @type {Record<string, () => Promise<View>>} */
const views = {
  '': () => import('./generator/generator.js'),
  videos: () => import('./job/job.js'),
  gallery: () => import('./gallery/gallery.js'),
  operations: () => import('./operations/operations.js'),
};

/** The texts that a view needs besides those of the first one. @type {Record<string, string[]>} */
const texts = { videos: ['job'], gallery: ['gallery'], operations: ['operations', 'job'] };

/** @type {{ address: Address, view: View, open: OpenView, leave: AbortController } | null} */
let current = null;

/** A step in the history is told twice, and a view may be left before it is there: only the last call goes on. */
let calls = 0;

/** @type {Set<(address: Address) => void>} */
const listeners = new Set();

/** @returns {Address} */
export function address() {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', id = null] = path.split('/', 2);
  return { name: name in views ? name : '', id: id && decodeURIComponent(id), query: new URLSearchParams(query) };
}

/** @param {string} name @param {string | null} [id] @param {Record<string, string | null | undefined>} [query] */
export function link(name, id = null, query = {}) {
  const set = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return `#/${name}${id ? `/${encodeURIComponent(id)}` : ''}${set.size ? `?${set}` : ''}`;
}

/** Changes the query of the view that is open; with `quiet` the way back leads past it. */
export function setQuery(/** @type {Record<string, string | null | undefined>} */ query, { quiet = false } = {}) {
  const { name, id } = address();
  history[quiet ? 'replaceState' : 'pushState'](null, '', link(name, id, query));
  show();
}

/** Opens another view. */
export function go(/** @type {string} */ to) {
  location.hash = to;
}

/** @param {(address: Address) => void} listener Told of every address, the present one at once. */
export function onAddress(listener) {
  listeners.add(listener);
  listener(address());
}

export function startRouter() {
  addEventListener('hashchange', show);
  addEventListener('popstate', show);
  show();
}

/** Opens the present view anew, as for another user or in another language. */
export function reopen() {
  current?.leave.abort();
  current = null;
  show();
}

async function show() {
  const now = address();
  for (const listener of listeners) listener(now);
  if (current && !current.leave.signal.aborted && current.address.name === now.name && current.address.id === now.id) {
    const same = String(current.address.query) === String(now.query);
    current.address = now;
    if (!same) current.open?.update?.(now);
    return;
  }

  const call = ++calls;
  const first = current === null;
  current?.leave.abort();
  const leave = new AbortController();
  const [view] = await Promise.all([/** @type {() => Promise<View>} */ (views[now.name])(), addWords(texts[now.name] ?? [])]);
  if (call !== calls) return;

  const host = document.createElement('div');
  host.className = `view ${now.name || 'generator'}`;
  const main = /** @type {HTMLElement} */ (document.getElementById('view'));
  main.replaceChildren(host);
  const opening = { address: now, view, open: /** @type {OpenView} */ (undefined), leave };
  current = opening;
  document.title = `${view.title(now)} · VideoGen`;
  opening.open = await view.open(host, now, leave.signal);
  if (leave.signal.aborted) return;

  // What was changed while it opened, it has not been told yet.
  if (String(opening.address.query) !== String(now.query)) opening.open?.update?.(opening.address);
  main.removeAttribute('aria-busy');
  if (!first) {
    scrollTo(0, 0);
    const heading = /** @type {HTMLElement | null} */ (host.querySelector('h1'));
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }
}
