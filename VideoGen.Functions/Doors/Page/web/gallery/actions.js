// @ts-check
/** What can be done with videos from a list: delete, cancel, tags, post. */
import { ApiError, post, put, remove } from '../api.js';
import { deleteWithUndo } from '../deletion.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { follow } from '../live.js';
import { notify } from '../notices.js';
import { t, word } from '../words.js';
import { ask } from './ask.js';
import { isUnderWay } from './facts.js';

/** @typedef {import('../types').Job} Job */

// A service that is asked for a hundred things at once answers none of them soon.
const atOnce = 4;
// A provider may take its time to let go.
const longestEnd = 60_000;

/**
 * Deletes with a way back. What is still being made has to be canceled first: both are offered.
 * @param {Job[]} jobs @param {(job: Job) => void} onChange
 */
export async function deleteJobs(jobs, onChange) {
  const underWay = jobs.filter(isUnderWay);
  const over = jobs.filter(job => !isUnderWay(job));
  if (underWay.length === 0) return void deleteWithUndo(...over.map(job => job.id));

  const answer = await ask(t('gallery.running.title', { n: underWay.length }), close => html`
    <p>${t('gallery.running.text')}</p>
    <footer class="row">
      <button autofocus @click=${() => close('')}>${t('gallery.keep')}</button>
      <button @click=${() => close('cancel')}>${t('gallery.running.cancel')}</button>
      <button class="danger" @click=${() => close('both')}>${t('gallery.running.both')}</button>
    </footer>`);
  if (!answer) return;

  const ended = await cancelJobs(underWay, onChange);
  if (answer === 'both') deleteWithUndo(...[...over, ...ended].map(job => job.id));
}

/** @param {Job[]} jobs @param {(job: Job) => void} onChange @returns {Promise<Job[]>} Those that are over then. */
async function cancelJobs(jobs, onChange) {
  notify({ text: t('gallery.running.asked') });
  /** @type {Job[]} */
  const ended = [];
  await each(jobs, 'gallery.running.failed', async job => {
    try {
      await post(`videos/${job.id}/cancel`);
    } catch (error) {
      // It came to its end by itself meanwhile.
      if (!(error instanceof ApiError) || error.status !== 409) throw error;
    }
    await follow(job.id, now => {
      onChange(now);
      if (!isUnderWay(now)) ended.push(now);
    }, AbortSignal.timeout(longestEnd));
  });
  return ended;
}

/**
 * Adds tags to all, and takes some from all.
 * @param {Job[]} jobs @param {string[]} known Tags that are in use, to choose from. @param {(job: Job) => void} onChange
 */
export async function editTags(jobs, known, onChange) {
  /** For each tag whether all are to have it; null where it stays as it is with each. @type {Map<string, boolean | null>} */
  const tags = new Map([...new Set(jobs.flatMap(job => job.tags))].sort().map(tag => [tag, jobs.every(job => job.tags.includes(tag)) || null]));
  let text = '';
  const add = () => {
    for (const tag of text.split(',').map(one => one.trim()).filter(Boolean)) tags.set(tag, true);
    text = '';
  };

  const answer = await ask(t('gallery.tags.title', { n: jobs.length }), (close, redraw) => html`
    <form class="stack" method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (text.trim() === '') return close('save');

      add();
      redraw();
    }}>
      ${tags.size === 0 ? html`<p class="hint">${t('gallery.tags.none')}</p>` : html`<ul class="stack">${[...tags].map(([tag, wanted]) => html`<li><label class="row">
        <input type="checkbox" .checked=${wanted === true} .indeterminate=${wanted === null} @change=${(/** @type {Event} */ event) => {
          tags.set(tag, /** @type {HTMLInputElement} */ (event.target).checked);
        }}><span>${tag}</span>${wanted === null ? html`<span class="hint">${t('gallery.tags.some')}</span>` : nothing}</label></li>`)}</ul>`}
      <label class="stack">${t('gallery.tags.add')}<span class="row field">
        <input autofocus list="known-tags" maxlength="50" .value=${live(text)} @input=${(/** @type {InputEvent} */ event) => {
          text = /** @type {HTMLInputElement} */ (event.target).value;
        }}><button>${t('gallery.tags.do')}</button></span></label>
      <datalist id="known-tags">${known.filter(tag => !tags.has(tag)).map(tag => html`<option value=${tag}></option>`)}</datalist>
      <footer class="row"><button class="primary" type="button" @click=${() => {
        add();
        close('save');
      }}>${t('gallery.tags.save')}</button></footer>
    </form>`);
  if (answer !== 'save') return;

  const changed = jobs.map(job => ({ job, tags: tagsOf(job, tags) })).filter(({ job, tags: wanted }) => wanted.join('\n') !== job.tags.join('\n'));
  const done = await each(changed, 'gallery.tags.failed', async ({ job, tags: wanted }) => onChange(await put(`videos/${job.id}/tags`, { tags: wanted })));
  if (done > 0) notify({ kind: 'done', text: t('gallery.tags.saved') });
}

/** @param {Job} job @param {Map<string, boolean | null>} tags */
const tagsOf = (job, tags) => [...job.tags.filter(tag => tags.get(tag) !== false), ...[...tags].flatMap(([tag, wanted]) => (wanted && !job.tags.includes(tag) ? [tag] : []))];

/** @param {Job[]} jobs @param {{ name: string, displayName: string }[]} platforms @param {(job: Job) => void} onChange */
export async function editPost(jobs, platforms, onChange) {
  const before = jobs.find(job => job.post)?.post ?? null;
  const wanted = { id: before?.id ?? '', platform: before?.platform ?? '', time: before?.time ? localTime(before.time) : '' };
  const set = (/** @type {keyof typeof wanted} */ name) => (/** @type {Event} */ event) => {
    wanted[name] = /** @type {HTMLInputElement} */ (event.target).value;
  };

  const answer = await ask(t('gallery.post.title', { n: jobs.length }), close => html`
    <form class="stack" method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      close('save');
    }}>
      <p class="hint">${t('gallery.post.text')}</p>
      <label class="stack">${t('gallery.post.id')}<input autofocus required maxlength="200" .value=${wanted.id} @input=${set('id')}></label>
      <label class="stack">${t('gallery.post.platform')}<select @change=${set('platform')}>
        <option value="">${t('gallery.post.none')}</option>
        ${platforms.map(one => html`<option value=${one.name} ?selected=${one.name === wanted.platform}>${one.displayName}</option>`)}</select></label>
      <label class="stack">${t('gallery.post.time')}<input type="datetime-local" .value=${wanted.time} @input=${set('time')}></label>
      <footer class="row">
        ${before ? html`<button type="button" class="danger" @click=${() => close('remove')}>${t('gallery.post.remove')}</button>` : nothing}
        <button class="primary">${t('gallery.post.save')}</button></footer>
    </form>`);
  if (!answer) return;

  const asked = answer === 'remove' ? null : { id: wanted.id, platform: wanted.platform || null, time: wanted.time ? new Date(wanted.time).toISOString() : null };
  const done = await each(jobs, 'gallery.post.failed', async job => {
    if (asked) onChange(await put(`videos/${job.id}/post`, asked));
    else {
      await remove(`videos/${job.id}/post`);
      onChange({ ...job, post: null, updatedAt: new Date().toISOString() });
    }
  });
  if (done > 0) notify({ kind: 'done', text: t(asked ? 'gallery.post.saved' : 'gallery.post.removed') });
}

/** As a field for date and time wants it. @param {string} time */
function localTime(time) {
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * Does something with each, a few at a time, and says once why some failed.
 * @template T @param {T[]} items @param {string} fault The text that says so. @param {(item: T) => Promise<unknown>} act @returns {Promise<number>} With how many it went well.
 */
async function each(items, fault, act) {
  const rest = [...items];
  let done = 0;
  let why = '';
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
      try {
        await act(item);
        done++;
      } catch (error) {
        why = error instanceof ApiError ? word('error', error.code) : String(error);
      }
    }
  }));
  if (why) notify({ kind: 'error', text: t(fault, { why }) });
  return done;
}
