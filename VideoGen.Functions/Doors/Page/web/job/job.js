// @ts-check
/** One job: how it comes along, what came of it, and what can be done with it. */
import { ApiError, get } from '../api.js';
import { deleteWithUndo, isDeleted } from '../deletion.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { follow, isOver, pause } from '../live.js';
import { loadNames } from '../names.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { styled } from '../player/player.js';
import { go, link } from '../router.js';
import { loadStyle } from '../styles.js';
import { ago, date, duration, percent, t, word } from '../words.js';
import { askToCancel } from './cancel.js';
import { adapted, cost, file, prompt } from './facts.js';
import { Labels } from './labels.js';
import { Moments, elapsed } from './moments.js';
import { notes } from './notes.js';
import { progress } from './progress.js';
import { Result } from './result.js';
import { timeline } from './timeline.js';
import { trace } from './trace.js';
import { Unknown } from './unknown.js';
import { usualSeconds } from './usual.js';
import { Variations } from './variations.js';

/** @typedef {import('../types').Job} Job @typedef {import('../types').Video} Video @typedef {import('../router.js').Address} Address */

// A result of a task that could not be ended may come for a day.
const lookForLate = 30000;

export const title = () => t('job.title');

/** @param {HTMLElement} host @param {Address} address @param {AbortSignal} signal */
export async function open(host, address, signal) {
  await Promise.all([loadStyle(new URL('./job.css', import.meta.url)), styled]);
  if (signal.aborted) return;

  const view = new JobView(host, address, signal);
  await view.first;
  return { update: (/** @type {Address} */ now) => view.turn(now) };
}

class JobView {
  /** @type {Job | null} */
  #job = null;
  #away = false;
  #canceling = false;
  #said = '';
  /** @type {number | null} */
  #usual = null;
  /** @type {ApiError | null} */
  #fault = null;

  /** @param {HTMLElement} host @param {Address} address @param {AbortSignal} signal */
  constructor(host, address, signal) {
    this.host = host;
    this.id = address.id ?? '';
    this.query = address.query;
    this.signal = signal;
    this.moments = new Moments(this.id);
    this.unknown = new Unknown(this.#draw);
    this.result = new Result(this.#draw, signal);
    this.labels = new Labels(this.#draw, this.#take);
    this.variations = new Variations(this.id, this.#draw, signal);
    /** Done when there is something to see. @type {Promise<void>} */
    this.first = new Promise(resolve => { this.seen = resolve; });
    this.#draw();
    this.#follow();
    const timer = setInterval(() => this.#job && !isOver(this.#job) && !document.hidden && this.#draw(), 1000);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  /** @param {Address} address */
  turn(address) {
    this.query = address.query;
    this.#draw();
  }

  async #follow() {
    try {
      if (isDeleted(this.id)) throw new ApiError(404, { code: 'NOT_FOUND' });
      await follow(this.id, this.#take, this.signal, isAway => {
        if (this.#away === isAway) return;
        this.#away = isAway;
        this.#draw();
      });
      while (!this.signal.aborted && this.#job && mayComeLate(this.#job)) {
        await pause(lookForLate, this.signal);
        if (!document.hidden) await get(`videos/${this.id}`, { signal: this.signal }).then(this.#take, () => {});
      }
    } catch (error) {
      if (this.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.#fault = error;
      this.#draw();
    }
  }

  /** @param {Job} job */
  #take = job => {
    if (this.signal.aborted) return;

    const before = this.#job;
    this.#job = job;
    this.moments.note(job);
    if (!isOver(job) && this.#usual === null) {
      this.#usual = 0;
      usualSeconds(job).then(seconds => { this.#usual = seconds; this.#draw(); }, () => {});
    }
    if (!before) loadNames().then(this.#draw);
    if (isOver(job) && (!before || !isOver(before))) this.variations.load();
    // Said at the change of a stage and not of every percent.
    if (before && (before.stage !== job.stage || before.status !== job.status)) this.#said = isOver(job) || job.status === 'submission_unknown' ? word('status', job.status) : word('stage', job.stage);
    document.title = `${isOver(job) ? '' : `${percent(job.progress / 100)} · `}${job.prompt.slice(0, 60)} · VideoGen`;
    this.#draw();
  };

  /** The one that the address names, else the first with a file. @param {Job} job @returns {Video | null} */
  #shown({ videos }) {
    return videos.find(video => video.contentUrl && String(video.index) === this.query.get('video')) ?? videos.find(video => video.contentUrl) ?? null;
  }

  #draw = () => {
    if (this.signal.aborted) return;

    const job = this.#job;
    if (job || this.#fault || this.#away) this.seen?.();
    const hadFocus = this.host.contains(document.activeElement);
    render(this.#fault ? this.#missing(this.#fault) : job ? this.#page(job) : html`
      <h1 tabindex="-1">${t('job.title')}</h1><p class="hint" role="status">${t(this.#away ? 'job.away' : 'job.loading')}</p>`, this.host);
    // What had the focus is gone: whoever works by keyboard goes on from the heading.
    if (hadFocus && !this.host.contains(document.activeElement)) /** @type {HTMLElement | null} */ (this.host.querySelector('h1'))?.focus();
  };

  /** @param {ApiError} error */
  #missing = error => html`
    <h1 tabindex="-1">${t(error.status === 404 ? 'job.missing' : 'job.title')}</h1>
    <p>${error.status === 404 ? t('job.missingWhy') : word('error', error.code)}</p>
    <p class="row"><a class="button" href=${link('gallery')}>${t('job.toGallery')}</a></p>`;

  /** @param {Job} job */
  #page(job) {
    const video = this.#shown(job);
    return html`
      <header class="head stack">
        <h1 tabindex="-1" title=${job.prompt}>${job.prompt}</h1>
        <div class="row">
          <span class="badge ${badges[job.status] ?? ''}">${word('status', job.status)}</span>
          <span class="badge ${job.mode === 'simulation' ? 'simulated' : 'live'}">${icon(job.mode === 'simulation' ? 'simulation' : 'live', 14)} ${t(`job.mode.${job.mode ?? 'live'}`)}</span>
          ${job.provider && job.provider !== 'simulation' ? html`<span class="hint">${word('job.provider', job.provider)} · ${job.model}</span>` : nothing}
          <time class="hint" datetime=${job.createdAt} title=${date(job.createdAt)}>${ago(job.createdAt)}</time>
        </div>
        <p class="unseen" role="status">${this.#said}</p>
      </header>
      <div class="columns">
        <div class="stack main">
          ${isOver(job) ? this.result.show(job, video) : progress(job, { away: this.#away, canceling: this.#canceling, usual: this.#usual || null, onCancel: () => this.#cancel(job) })}
          ${this.unknown.show(job)}
          ${job.status === 'completed' ? [this.#actions(job, video), notes(job)] : [notes(job), isOver(job) ? this.#actions(job, video) : nothing]}
          ${this.variations.show(job)}
          ${trace(job)}
        </div>
        <aside class="stack">
          <section class="panel stack stages" aria-labelledby="stages">
            <div class="row spread"><h2 id="stages">${t('job.stages')}</h2><span class="hint">${isOver(job) ? duration(elapsed(job)) : nothing}</span></div>
            ${timeline(job, this.moments)}
          </section>
          ${prompt(job)} ${adapted(job)} ${file(video)} ${cost(job)} ${this.labels.show(job)}
        </aside>
      </div>`;
  }

  /** @param {Job} job @param {Video | null} video */
  #actions = (job, video) => html`
    <div class="row actions">
      ${video?.contentUrl ? this.result.downloads(job, video) : nothing}
      ${job.status === 'completed' ? html`<a class="button" href=${link('', null, { like: job.id })}>${icon('generate', 18)} ${t('job.like')}</a>` : nothing}
      <button class="danger" @click=${() => { deleteWithUndo(job.id); go(link('gallery')); }}>${icon('trash', 18)} ${t('job.delete')}</button>
    </div>`;

  /** @param {Job} job */
  async #cancel(job) {
    this.#canceling = await askToCancel(job, this.signal);
    if (this.#canceling) notify({ text: t('job.canceling') });
    this.#draw();
  }
}

/** @param {Job} job */
const mayComeLate = ({ status, error, videos }) =>
  (status === 'canceled' || error?.code === 'GENERATION_TIMEOUT') && !videos.some(video => video.status === 'late');

const badges = /** @type {Record<string, string>} */ ({ queued: 'running', running: 'running', failed: 'danger', submission_unknown: 'warning' });
