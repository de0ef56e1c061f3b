// @ts-check
/** The list: filters, cards, and what can be done with those that are chosen. */
import { ApiError, get } from '../api.js';
import { isDeleted, onDeletion } from '../deletion.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { known } from '../names.js';
import { t } from '../words.js';
import { deleteJobs } from './actions.js';
import { card } from './card.js';
import { filterBar } from './filters.js';
import { foot } from './foot.js';
import { onKey } from './keys.js';
import { listOf } from './list.js';
import { cardOf, idOf, keepPlace, linkOf, placeBefore, placeHere, takePlace } from './place.js';
import { playUnderPointer } from './preview.js';
import { Selection } from './selection.js';
import { selectionBar } from './selectionbar.js';
import { keepUp } from './upkeep.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../router.js').Address} Address */

const aMinute = 60_000;

/** The card that was opened last: it may have changed meanwhile. */
let opened = '';

/** @param {HTMLElement} host @param {Address} address @param {AbortSignal} signal */
export async function openGrid(host, { query }, signal) {
  const selection = new Selection();
  let list = listOf(query);
  let current = '';
  let leaveList = new AbortController();
  /** @type {WeakMap<Job, { key: string, view: unknown }>} */
  const cards = new WeakMap();

  const shown = () => list.jobs.filter(job => !isDeleted(job.id));
  const find = (/** @type {string} */ id) => list.jobs.find(job => job.id === id);
  const put = (/** @type {Job} */ job) => {
    list.put(job);
    draw();
  };

  const deselect = () => {
    selection.clear();
    draw();
  };

  const doings = {
    onClear: deselect,
    onMove(/** @type {string} */ id) {
      current = id;
      draw();
    },
    async onLook(/** @type {string} */ id) {
      const { look } = await import('./look.js');
      const last = await look(shown(), id, { signal, now: find, onDelete: job => deleteJobs([job], put), more: async () => {
        await list.read();
        draw();
        return shown();
      } });
      if (signal.aborted) return;

      current = last;
      draw();
      linkOf(cardOf(host, last))?.focus();
    },
    onDelete(/** @type {string} */ id) {
      const jobs = selection.ids.has(id) ? selection.of(shown()) : [find(id)].filter(job => job !== undefined);
      const next = linkOf(cardOf(host, id)?.nextElementSibling ?? cardOf(host, id)?.previousElementSibling);
      void deleteJobs(jobs, put);
      if (!cardOf(host, id)) next?.focus();
    },
    onSelect(/** @type {string} */ id, /** @type {boolean} */ toHere) {
      const job = find(id);
      if (job) selection.toggle(job, shown(), toHere);
      draw();
    },
  };

  const more = async (atLeast = 0) => {
    const reading = list.read(atLeast);
    draw();
    await reading;
    draw();
    watchEnd();
  };

  function draw() {
    if (signal.aborted) return;

    const jobs = shown();
    const chosen = selection.of(jobs);
    if (!jobs.some(job => job.id === current)) current = jobs[0]?.id ?? '';
    render(html`
      <div class="row spread head">
        <div><h1>${t('gallery.title')}</h1><p class="hint" role="status">${count(jobs.length)}</p></div>
        <p class="hint keys">${t('gallery.hint')}</p>
      </div>
      <div class="stack narrow">${filterBar(query, tagsOf(list.jobs))}</div>
      ${list.fresh.length > 0 ? html`<div class="fresh"><button class="primary" @click=${admit}>${t('gallery.fresh', { n: list.fresh.length })}</button></div>` : nothing}
      <h2 class="unseen">${t('gallery.list')}</h2>
      <ul class="cards" role="list" @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(event, doings)} @click=${onClick} @focusin=${onFocus}>
        ${repeat(jobs, job => job.id, cardOfJob)}
        ${list.isReading && jobs.length === 0 ? Array.from({ length: 12 }, (_, at) => html`<li class="card ghost" aria-hidden="true" .style=${`--shape: ${at % 5 === 2 ? 0.72 : 1.7778}`}><span class="frame"></span></li>`) : nothing}
      </ul>
      ${foot(list, jobs.length, more)}
      ${chosen.length > 0 ? selectionBar(chosen, { tags: tagsOf(list.jobs), platforms: known().platforms, onChange: put, onClear: deselect }) : nothing}`, host);
  }

  /** Drawn anew only where something about it is new: there may be hundreds. @param {Job} job */
  function cardOfJob(job) {
    const state = { isSelected: selection.ids.has(job.id), isCurrent: job.id === current };
    const key = `${state.isSelected} ${state.isCurrent} ${Math.floor(Date.now() / aMinute)}`;
    const known = cards.get(job);
    if (known?.key === key) return known.view;

    const view = card(job, {
      ...state,
      onSelect: (one, event) => doings.onSelect(one.id, event.shiftKey),
      onLook: one => doings.onLook(one.id),
      onDelete: one => doings.onDelete(one.id),
    });
    cards.set(job, { key, view });
    return view;
  }

  /** @param {number} n */
  function count(n) {
    if (!list.isBegun) return list.error ? '' : t('gallery.loading');
    if (n === 0) return '';
    return t(`gallery.${list.isFiltered ? (list.hasMore ? 'filteredAtLeast' : 'filtered') : (list.hasMore ? 'atLeast' : 'videos')}`, { n });
  }

  async function admit() {
    await list.admit();
    draw();
    scrollTo({ top: 0 });
    linkOf(host.querySelector('.card'))?.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const target = /** @type {Element} */ (event.target);
    const id = idOf(target.closest('.card'));
    if (!target.closest('a.open') || !id) return;

    if (event.shiftKey && selection.ids.size > 0) {
      event.preventDefault();
      doings.onSelect(id, true);
    } else {
      opened = current = id;
      keepPlace(host, list.jobs.length);
    }
  }

  /** @param {FocusEvent} event */
  function onFocus(event) {
    const id = idOf(/** @type {Element} */ (event.target).closest('.card'));
    if (id && id !== current) doings.onMove(id);
  }

  const end = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting) && list.hasMore && !list.isReading && !list.error && list.jobs.length > 0) void more();
  }, { rootMargin: '900px' });
  function watchEnd() {
    end.disconnect();
    const last = host.querySelector('.tail');
    if (last) end.observe(last);
  }

  /** New ones come in by themselves where nobody loses what they look at. */
  function onUpkeep() {
    const isAtTop = scrollY < 40 && !host.querySelector('.cards:hover, .cards:focus-within') && !document.querySelector('dialog[open]');
    if (list.fresh.length > 0 && isAtTop) void list.admit().then(draw);
    draw();
  }

  /** @param {import('./place.js').Place | null} place */
  async function start(place) {
    leaveList.abort();
    leaveList = new AbortController();
    signal.addEventListener('abort', () => leaveList.abort(), { signal: leaveList.signal });
    const mine = leaveList.signal;
    draw();
    if (list.jobs.length < (place?.count ?? 1) && (!list.isBegun || list.hasMore)) await more(place?.count);
    else list.refresh(mine).then(() => (place ? draw() : admitAll()), () => {});
    if (mine.aborted) return;

    watchEnd();
    void keepUp(list, onUpkeep, mine);
    if (opened && find(opened)) get(`videos/${opened}`, { signal: mine }).then(put, error => error instanceof ApiError && error.status === 404 && (list.remove(opened), draw()));
  }

  const admitAll = () => void list.admit().then(draw);

  addEventListener('scrollend', () => keepPlace(host, list.jobs.length), { signal });
  playUnderPointer(host, find, signal);
  onDeletion(draw, signal);
  matchMedia('(min-width: 60rem)').addEventListener('change', draw, { signal });
  const clock = setInterval(draw, aMinute);
  signal.addEventListener('abort', () => {
    clearInterval(clock);
    end.disconnect();
  });

  const arrive = async (/** @type {import('./place.js').Place | null} */ place) => {
    await start(place);
    // The router has its say on scrolling and focus first.
    if (place) requestAnimationFrame(() => requestAnimationFrame(() => signal.aborted || takePlace(host, place)));
  };
  await arrive(placeHere() ?? placeBefore());

  return (/** @type {Address} */ address) => {
    query = address.query;
    list = listOf(query);
    selection.clear();
    void arrive(placeHere());
  };
}

/** @param {Job[]} jobs */
const tagsOf = jobs => [...new Set(jobs.flatMap(job => job.tags))].sort((a, b) => a.localeCompare(b));
