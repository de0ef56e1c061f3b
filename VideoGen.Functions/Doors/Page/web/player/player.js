// @ts-check
/**
 * A player for one stored video: `<video-player .video=${video} .label=${prompt}>`. Everything works by keyboard, on the buttons and, while the
 * focus is inside, by letters: space or K plays, J and L step frames, M mutes, R repeats, F fills the screen.
 */
import { own } from '../api.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { loadStyle } from '../styles.js';
import { number, t } from '../words.js';
import { Sprites } from './sprites.js';

const speeds = [0.25, 0.5, 1, 1.5, 2];

export const styled = loadStyle(new URL('./player.css', import.meta.url));

export class VideoPlayer extends HTMLElement {
  /** @type {import('../types').Video | null} */
  #video = null;
  #label = '';
  #loop = true;
  #speed = 1;
  #scrubbing = false;
  #broken = false;
  /** @type {number | null} Where the pointer is on the bar, in seconds. */
  #hover = null;
  #sprites = new Sprites(() => this.#draw());

  set video(/** @type {import('../types').Video} */ video) {
    const isNew = this.#video?.contentUrl !== video.contentUrl;
    this.#video = video;
    if (isNew) {
      this.#broken = false;
      this.#sprites.of(video);
    }
    if (this.isConnected) this.#draw();
  }

  set label(/** @type {string} */ label) {
    this.#label = label;
  }

  connectedCallback() {
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('fullscreenchange', this.#draw);
    this.#draw();
  }

  disconnectedCallback() {
    this.removeEventListener('keydown', this.#onKey);
    this.removeEventListener('fullscreenchange', this.#draw);
    this.#film?.pause();
  }

  get #film() {
    return /** @type {HTMLVideoElement | null} */ (this.querySelector('video'));
  }

  get #length() {
    const real = this.#film?.duration ?? NaN;
    return Number.isFinite(real) ? real : this.#video?.durationSeconds ?? 0;
  }

  get #frame() {
    return 1 / (this.#video?.fps || 24);
  }

  #draw = () => {
    const video = this.#video;
    if (!video?.contentUrl) return;

    const film = this.#film;
    const paused = film?.paused ?? true;
    const at = film?.currentTime ?? 0;
    const full = document.fullscreenElement === this;
    this.style.setProperty('--shape', `${video.width ?? 16} / ${video.height ?? 9}`);
    this.style.setProperty('--ratio', String((video.width ?? 16) / (video.height ?? 9)));
    render(html`
      <div class="screen">
        <video src=${own(video.contentUrl)} poster=${video.thumbnailUrl ? own(video.thumbnailUrl) : nothing} preload="metadata" playsinline
          aria-label=${this.#label} ?loop=${this.#loop} @click=${this.#toggle}
          @play=${this.#onPlay} @pause=${this.#draw} @timeupdate=${this.#draw} @loadedmetadata=${this.#draw} @volumechange=${this.#draw}
          @error=${this.#onError}></video>
        ${paused && at === 0 && !this.#broken ? html`<button class="begin" tabindex="-1" aria-hidden="true" @click=${this.#toggle}>${icon('play', 34)}</button>` : nothing}
        ${this.#broken ? html`<p class="broken" role="alert">${t('player.broken')}</p>` : nothing}
      </div>
      <div class="controls" role="group" aria-label=${t('player.controls')}>
        <button class="quiet icon" aria-label=${t(paused ? 'player.play' : 'player.pause')} @click=${this.#toggle}>${icon(paused ? 'play' : 'pause')}</button>
        <div class="seek" @pointermove=${this.#onHover} @pointerleave=${() => { this.#hover = null; this.#draw(); }}>
          <input type="range" min="0" max=${this.#length} step=${this.#frame} .value=${String(at)} aria-label=${t('player.seek')}
            aria-valuetext=${t('player.position', { at: clock(at), of: clock(this.#length) })}
            @input=${this.#onSeek} @change=${() => { this.#scrubbing = false; }}>
          ${this.#hover === null ? nothing : this.#preview(this.#hover)}
        </div>
        <span class="time">${clock(at)}<span class="of"> / ${clock(this.#length)}</span></span>
        <span class="tools">
          <button class="quiet icon" aria-pressed=${String(this.#loop)} aria-label=${t('player.loop')} title=${t('player.loop')} @click=${this.#toggleLoop}>${icon('refresh')}</button>
          <button class="quiet icon" aria-pressed=${String(film?.muted ?? false)} aria-label=${t('player.mute')} title=${t('player.mute')} @click=${this.#toggleMute}>${icon(film?.muted ? 'mute' : 'volume')}</button>
          <label><span class="unseen">${t('player.speed')}</span>
            <select class="quiet" @change=${this.#onSpeed}>
              ${speeds.map(speed => html`<option value=${speed} ?selected=${speed === this.#speed}>${number(speed)}×</option>`)}
            </select></label>
          <button class="quiet icon" aria-label=${t(full ? 'player.fullscreenExit' : 'player.fullscreen')} title=${t(full ? 'player.fullscreenExit' : 'player.fullscreen')}
            @click=${this.#toggleFull}>${icon(full ? 'fullscreenExit' : 'fullscreen')}</button>
        </span>
      </div>`, this, { host: this });
  };

  /** @param {number} seconds */
  #preview(seconds) {
    const share = this.#length ? seconds / this.#length : 0;
    return html`<div class="peek" aria-hidden="true" .style=${`--at: ${share}`}>
      ${this.#sprites.at(seconds)}
      <span>${clock(seconds)}</span>
    </div>`;
  }

  #toggle = () => {
    const film = this.#film;
    if (film?.paused) film.play().catch(() => {});
    else film?.pause();
  };

  #toggleLoop = () => {
    this.#loop = !this.#loop;
    this.#draw();
  };

  #toggleMute = () => {
    if (this.#film) this.#film.muted = !this.#film.muted;
  };

  #toggleFull = () => (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen?.().catch(() => {}));

  /** @param {Event} event */
  #onSpeed = event => {
    this.#speed = Number(/** @type {HTMLSelectElement} */ (event.target).value);
    if (this.#film) this.#film.playbackRate = this.#speed;
  };

  /** @param {Event} event */
  #onSeek = event => {
    this.#scrubbing = true;
    if (this.#film) this.#film.currentTime = Number(/** @type {HTMLInputElement} */ (event.target).value);
    this.#draw();
  };

  #onPlay = () => {
    const step = () => {
      const film = this.#film;
      if (!film || film.paused || !this.isConnected) return;
      if (!this.#scrubbing) this.#draw();
      requestAnimationFrame(step);
    };
    step();
  };

  #onError = () => {
    this.#broken = true;
    this.#draw();
  };

  /** @param {PointerEvent} event */
  #onHover = event => {
    const { left, width } = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    this.#hover = (getComputedStyle(this).direction === 'rtl' ? 1 - share : share) * this.#length;
    this.#sprites.load();
    this.#draw();
  };

  /** @param {KeyboardEvent} event */
  #onKey = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;

    const onButton = event.target instanceof HTMLButtonElement;
    const doing = /** @type {Record<string, () => void>} */ ({
      ...(!onButton && { ' ': this.#toggle }),
      k: this.#toggle,
      j: () => this.#step(-1),
      l: () => this.#step(1),
      m: this.#toggleMute,
      r: this.#toggleLoop,
      f: this.#toggleFull,
    })[event.key.toLowerCase()];
    if (!doing) return;

    event.preventDefault();
    doing();
  };

  /** @param {number} frames */
  #step(frames) {
    const film = this.#film;
    if (!film) return;

    film.pause();
    film.currentTime = Math.min(this.#length, Math.max(0, film.currentTime + frames * this.#frame));
  }
}

/** @param {number} seconds */
const clock = seconds => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`;

customElements.define('video-player', VideoPlayer);
