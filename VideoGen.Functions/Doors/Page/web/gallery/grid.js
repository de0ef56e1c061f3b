// @ts-check
/** The list: filters, cards, and what can be done with those that are chosen. */
import { ApiError, get } from '../api.js';
import { isDeleted, onDeletion } from '../deletion.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { emptyPicture } from '../pictures/pictures.js';
import { link } from '../router.js';
import { t, word } from '../words.js';
import { deleteJobs } from './actions.js';
import { card, frameOf } from './card.js';
import { firstVideo } from './facts.js';
import { clearFilters, filterBar } from './filters.js';
import { onKey } from './keys.js';
import { listOf, most } from './list.js';
import { known } from '../names.js';
import { cardOf, idOf, keepPlace, linkOf, placeBefore, placeHere, takePlace } from './place.js';
import { Selection } from './selection.js';
import { selectionBar } from './selectionbar.js';
import { play } from './sprites.js';
import { keepUp } from './upkeep.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../router.js').Address} Address */

/** The card that was opened last: it may have changed meanwhile. */
let opened = '';

/** @param {HTMLElement} host @param {Address} address @param {AbortSignal} signal */
export async function openGrid(host, { query }, signal) {
  const selection = new Selection();
  let list = listOf(query);
  let current = '';
  let leaveList = new AbortController();

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
      const last = await look(shown(), id, { signal, onDelete: job => deleteJobs([job], put), more: async () => {
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
      <ul class="cards" role="list" @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(event, doings)} @click=${onClick}
        @pointerover=${onPoint} @pointerout=${onUnpoint} @focusin=${onFocus} @focusout=${onBlur}>
        ${repeat(jobs, job => job.id, job => card(job, {
          isSelected: selection.ids.has(job.id),
          isCurrent: job.id === current,
          onSelect: (one, event) => doings.onSelect(one.id, event.shiftKey),
          onLook: one => doings.onLook(one.id),
          onDelete: one => doings.onDelete(one.id),
        }))}
        ${list.isReading && jobs.length === 0 ? Array.from({ length: 12 }, (_, at) => html`<li class="card ghost" aria-hidden="true" .style=${`--shape: ${at % 5 === 2 ? 0.72 : 1.7778}`}><span class="frame"></span></li>`) : nothing}
      </ul>
      ${foot(jobs.length)}
      ${chosen.length > 0 ? selectionBar(chosen, { tags: tagsOf(list.jobs), platforms: known().platforms, onChange: put, onClear: deselect }) : nothing}`, host);
  }

  /** @param {number} n */
  function count(n) {
    if (!list.isBegun) return list.error ? '' : t('gallery.loading');
    if (n === 0) return '';
    return t(`gallery.${list.isFiltered ? (list.hasMore ? 'filteredAtLeast' : 'filtered') : (list.hasMore ? 'atLeast' : 'videos')}`, { n });
  }

  /** @param {number} n */
  function foot(n) {
    if (list.error) return html`<div class="panel row spread" role="alert"><p>${t('gallery.failed')} <span class="hint">${list.error instanceof ApiError ? word('error', list.error.code) : ''}</span></p>
      <button @click=${() => more()}>${t('gallery.again')}</button></div>`;
    if (list.hasMore) return html`<div class="tail"><p class="hint" ?hidden=${n > 0 || list.isReading}>${t('gallery.lookedFar')}</p>
      <button ?disabled=${list.isReading} @click=${() => more()}>${t(list.isReading ? 'gallery.loading' : n > 0 ? 'gallery.more' : 'gallery.lookOn')}</button></div>`;
    if (n > 0 || !list.isBegun) return n > 12 ? html`<p class="hint tail">${list.isFull ? t('gallery.enough', { n: most }) : t('gallery.end')}</p>` : nothing;
    return html`<div class="empty">
      <img src=${emptyPicture} width="320" height="180" alt="">
      <h2>${t(list.isFiltered ? 'gallery.nothing.title' : 'gallery.empty.title')}</h2>
      <p class="hint">${t(list.isFiltered ? 'gallery.nothing.text' : 'gallery.empty.text')}</p>
      ${list.isFiltered ? html`<button @click=${clearFilters}>${t('gallery.filter.clear')}</button>` : html`<a class="button primary" href=${link('')}>${t('gallery.create')}</a>`}
    </div>`;
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

  /** @type {AbortController | null} */
  let playing = null;
  let played = '';

  /** @param {Element | null} on */
  function startPlaying(on) {
    const id = idOf(on);
    if (!on || (playing && played === id)) return;

    playing?.abort();
    playing = null;
    const job = find(id);
    const video = job && firstVideo(job);
    const frame = /** @type {HTMLElement | null} */ (on.querySelector('.frame'));
    if (!job || !video || !frame || frame.matches('.plate')) return;

    played = id;
    playing = new AbortController();
    void play(frame, job, video, playing.signal);
  }

  const stopPlaying = () => {
    playing?.abort();
    playing = null;
  };
  const onPoint = (/** @type {PointerEvent} */ event) => event.pointerType === 'mouse' && startPlaying(/** @type {Element} */ (event.target).closest('.card'));
  const onUnpoint = (/** @type {PointerEvent} */ event) => !/** @type {Element | null} */ (event.relatedTarget)?.closest?.('.card') && stopPlaying();
  const onFocus = (/** @type {FocusEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const id = idOf(target.closest('.card'));
    if (id && id !== current) doings.onMove(id);
    if (target.matches('a.open:focus-visible')) startPlaying(target.closest('.card'));
  };
  const onBlur = () => stopPlaying();

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
  onDeletion(draw, signal);
  matchMedia('(min-width: 60rem)').addEventListener('change', draw, { signal });
  const clock = setInterval(draw, 60_000);
  signal.addEventListener('abort', () => {
    clearInterval(clock);
    end.disconnect();
    stopPlaying();
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
