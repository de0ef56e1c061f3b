// @ts-check
/** Versions side by side, played together: one bar moves all of them. */
import { own } from '../api.js';
import { html } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { t } from '../words.js';

/** @typedef {import('../types').Job} Job */

// What the eye does not see as apart.
const apart = 0.08;

export class Compare {
  #isPlaying = false;
  #at = 0;
  #draw = () => {};

  /** @param {Job[]} jobs @param {(job: Job) => string} nameOf @param {() => void} draw */
  show(jobs, nameOf, draw) {
    this.#draw = draw;
    return html`
      <div class="compare" role="group" aria-label=${t('job.variations.compare')}>
        <div class="films">${repeat(jobs, job => job.id, job => {
          const video = /** @type {import('../types').Video} */ (job.videos.find(one => one.contentUrl));
          return html`<figure>
            <video src=${own(/** @type {string} */ (video.contentUrl))} poster=${video.thumbnailUrl ? own(video.thumbnailUrl) : ''} .muted=${true} playsinline preload="auto" aria-label=${nameOf(job)}></video>
            <figcaption><a href=${link('videos', job.id)}>${nameOf(job)}</a></figcaption>
          </figure>`;
        })}</div>
        <div class="row together">
          <button class="icon" aria-label=${t(this.#isPlaying ? 'player.pause' : 'player.play')} @click=${this.#toggle}>${icon(this.#isPlaying ? 'pause' : 'play')}</button>
          <input type="range" min="0" max=${Math.max(1, ...jobs.flatMap(job => job.videos.map(video => video.durationSeconds ?? 0)))} step="0.04" .value=${String(this.#at)} aria-label=${t('player.seek')} @input=${this.#seek}>
        </div>
      </div>`;
  }

  get #films() {
    return /** @type {HTMLVideoElement[]} */ ([...document.querySelectorAll('.compare video')]);
  }

  #toggle = () => {
    this.#isPlaying = !this.#isPlaying;
    for (const film of this.#films) this.#isPlaying ? film.play().catch(() => {}) : film.pause();
    this.#draw();
    if (this.#isPlaying) requestAnimationFrame(this.#keepTogether);
  };

  /** @param {Event} event */
  #seek = event => {
    this.#at = Number(/** @type {HTMLInputElement} */ (event.target).value);
    for (const film of this.#films) film.currentTime = Math.min(this.#at, film.duration || 0);
    this.#draw();
  };

  // The longest leads; a shorter one waits at its end until all begin again.
  #keepTogether = () => {
    const films = this.#films;
    const [leader, ...others] = films.sort((one, other) => (other.duration || 0) - (one.duration || 0));
    if (!this.#isPlaying || !leader) {
      this.#isPlaying = false;
      return;
    }

    if (leader.ended) {
      for (const film of films) {
        film.currentTime = 0;
        film.play().catch(() => {});
      }
    }
    for (const film of others) {
      if (!film.ended && Math.abs(film.currentTime - leader.currentTime) > apart) film.currentTime = leader.currentTime;
    }
    this.#at = leader.currentTime;
    const bar = /** @type {HTMLInputElement | null} */ (document.querySelector('.compare input'));
    if (bar) bar.value = String(this.#at);
    requestAnimationFrame(this.#keepTogether);
  };
}
