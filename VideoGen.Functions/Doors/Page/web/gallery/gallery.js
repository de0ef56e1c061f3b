// @ts-check
/** All that was made: as a list, or some of it side by side. */
import { loadStyle } from '../styles.js';
import { t } from '../words.js';
import { openGrid } from './grid.js';
import { loadNames } from '../names.js';

/** @typedef {import('../router.js').Address} Address */

export const title = (/** @type {Address} */ address) => t(isComparison(address) ? 'gallery.compare.title' : 'gallery.title');

const isComparison = (/** @type {Address} */ { query }) => query.has('group') || query.has('compare');

/** @param {HTMLElement} host @param {Address} address @param {AbortSignal} signal */
export async function open(host, address, signal) {
  await Promise.all([loadStyle(new URL('./gallery.css', import.meta.url)), loadNames()]);

  /** @type {{ isComparison: boolean, leave: AbortController, update(address: Address): void } | null} */
  let shown = null;
  let latest = address;

  const show = async (/** @type {Address} */ now) => {
    latest = now;
    if (shown?.isComparison === isComparison(now)) return shown.update(now);

    shown?.leave.abort();
    const leave = new AbortController();
    signal.addEventListener('abort', () => leave.abort(), { signal: leave.signal });
    const isSideBySide = isComparison(now);
    const part = document.createElement('div');
    part.className = isSideBySide ? 'stack comparison' : 'stack';
    /** @type {NonNullable<typeof shown>} */
    const opening = { isComparison: isSideBySide, leave, update: () => {} };
    shown = opening;
    if (isSideBySide) await loadStyle(new URL('./compare.css', import.meta.url));
    const { openComparison } = isSideBySide ? await import('./compare.js') : { openComparison: null };
    if (leave.signal.aborted) return;

    host.replaceChildren(part);
    opening.update = openComparison ? await openComparison(part, now, leave.signal) : await openGrid(part, now, leave.signal);
    if (latest !== now && !leave.signal.aborted) opening.update(latest);
  };
  await show(address);
  return { update: (/** @type {Address} */ now) => void show(now) };
}
