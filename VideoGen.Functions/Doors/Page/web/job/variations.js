// @ts-check
/** The same job with another style, seed, model or camera: what there is of them, and a form for one more. */
import { ApiError, get, own, post } from '../api.js';
import { apart } from '../gallery/differences.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { isOver, pause } from '../live.js';
import { known, loadNames, nameOf } from '../names.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { money, t, word } from '../words.js';
import { models } from './usual.js';

/** @typedef {import('../types').Job} Job @typedef {import('../types').Model} Model */

const lookEvery = 5000;

export class Variations {
  /** @type {Job[]} */
  #jobs = [];
  /** @type {Model[]} */
  #models = [];
  #isOpen = false;
  #isSending = false;
  #isWatching = false;
  #fault = '';

  /** @param {string} id @param {() => void} draw @param {AbortSignal} signal */
  constructor(id, draw, signal) {
    this.id = id;
    this.draw = draw;
    this.signal = signal;
  }

  /** Looks for the others, and goes on while one of them is being made. */
  async load() {
    if (this.#isWatching) return;

    this.#isWatching = true;
    try {
      do {
        const { videos } = await get(`videos/${this.id}/variations`, { signal: this.signal });
        this.#jobs = videos;
        this.draw();
        if (videos.every(isOver)) break;
        await pause(lookEvery, this.signal);
      } while (!this.signal.aborted);
    } catch {
      // Only the list of the others is missing then.
    }
    this.#isWatching = false;
  }

  /** @param {Job} job */
  show(job) {
    if (!isOver(job)) return nothing;

    return html`
      <section class="panel stack variations" aria-labelledby="variations">
        <div class="row spread"><h2 id="variations">${t('job.variations.title')}</h2>
          <span class="row">
            ${this.#jobs.length > 1 ? html`<a class="button" href=${link('gallery', null, { group: job.group ?? job.id })}>${icon('compare', 18)} ${t('job.variations.compare')}</a>` : nothing}
            <button aria-expanded=${String(this.#isOpen)} @click=${this.#toggle}>${icon('variations', 18)} ${t('job.variations.make')}</button>
          </span></div>
        ${this.#isOpen ? this.#form(job) : nothing}
        ${this.#jobs.length > 1 ? html`<ul class="others">${repeat(this.#jobs, other => other.id, other => this.#row(other, job))}</ul>` : html`<p class="hint">${t('job.variations.none')}</p>`}
      </section>`;
  }

  /** @param {Job} other @param {Job} job */
  #row(other, job) {
    const thumbnail = other.videos.find(video => video.thumbnailUrl)?.thumbnailUrl;
    return html`<li><a href=${link('videos', other.id)} aria-current=${other.id === job.id ? 'true' : nothing}>
      ${thumbnail ? html`<img src=${own(thumbnail)} alt="" loading="lazy">` : html`<span class="none">${icon('film')}</span>`}
      <span class="what"><strong>${this.#differences(other)}</strong>
        <span class="hint">${isOver(other) ? `${word('status', other.status)} · ${other.mode === 'simulation' ? t('job.mode.simulation') : money(other.cost.charged ?? 0)}` : word('stage', other.stage)}</span>
        ${isOver(other) ? nothing : html`<progress max="100" value=${other.progress} aria-label=${word('stage', other.stage)}></progress>`}</span>
    </a></li>`;
  }

  /** @param {Job} job */
  #form(job) {
    const { styles, cameras } = known();
    const fitting = this.#models.filter(model => model.configured && !model.retired && model.provider !== 'simulation' && model.offers.some(offer => offer.kind === job.kind || (job.kind === 'text-to-video' && offer.kind === 'image-to-video')));
    return html`<form class="vary" @submit=${this.#send}>
      ${select('style', t('job.style'), nameOf('styles', job.style), styles.map(style => [style.name, style.displayName]))}
      ${select('camera', t('job.camera'), nameOf('cameras', job.camera), cameras.map(camera => [camera.name, camera.displayName]))}
      ${select('model', t('job.model'), job.model, fitting.map(model => [model.name, `${model.name} · ${word('job.provider', model.provider)}`]))}
      <label>${t('job.seed')}<input name="seed" type="number" min="0" max="4294967295" step="1" placeholder=${job.seed ?? t('job.variations.same')}></label>
      <p class="row"><button class="primary" aria-disabled=${String(this.#isSending)}>${t('job.variations.start')}</button>
        <span class="hint">${t('job.variations.price', { price: money(job.cost.quoted ?? 0) })}</span></p>
      ${this.#fault ? html`<p class="fault" role="alert">${this.#fault}</p>` : nothing}
    </form>`;
  }

  /** What tells it from the others. @param {Job} job */
  #differences(job) {
    const own = apart(job, this.#jobs).filter(([, value]) => value !== '–');
    return own.map(([name, value]) => `${name} ${value}`).join(' · ') || t('job.variations.first');
  }

  #toggle = async () => {
    this.#isOpen = !this.#isOpen;
    this.draw();
    if (!this.#isOpen) return;

    [this.#models] = await Promise.all([models(), loadNames()]);
    this.draw();
  };

  /** @param {SubmitEvent} event */
  #send = async event => {
    event.preventDefault();
    const asked = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.currentTarget))].filter(([, value]) => value !== ''));
    if (this.#isSending) return;

    this.#isSending = true;
    this.#fault = Object.keys(asked).length ? '' : t('job.variations.nothing');
    this.draw();
    if (!this.#fault) await this.#start(asked);
    this.#isSending = false;
    this.draw();
  };

  /** @param {Record<string, FormDataEntryValue>} asked */
  async #start(asked) {
    try {
      const started = await post(`videos/${this.id}/variations`, { ...asked, ...(asked.seed && { seed: Number(asked.seed) }) }, { key: crypto.randomUUID?.() });
      this.#jobs = [started, ...this.#jobs];
      this.#isOpen = false;
      this.load();
    } catch (error) {
      this.#fault = error instanceof ApiError ? [word('error', error.code), ...Object.values(error.errors).flat()].join(' ') : String(error);
    }
  }
}

/** @param {string} name @param {string} label @param {string | null} now @param {string[][]} choices */
const select = (name, label, now, choices) => html`<label>${label}
  <select name=${name}><option value="">${now ? t('job.variations.as', { now }) : t('job.variations.same')}</option>
    ${choices.map(([value, text]) => html`<option value=${value ?? ''}>${text}</option>`)}</select></label>`;
