// @ts-check
/** The videos of a job that is over: the player, the other ones to choose from, and the file in every form. */
import { ApiError, own } from '../api.js';
import { download } from '../download.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { isMade } from '../player/sprites.js';
import { setQuery } from '../router.js';
import { t, word } from '../words.js';
import '../player/player.js';

/** @typedef {import('../types').Job} Job @typedef {import('../types').Video} Video */

export class Result {
  /** Forms that are being made, by address. @type {Set<string>} */
  #making = new Set();

  /** @param {() => void} draw @param {AbortSignal} signal */
  constructor(draw, signal) {
    this.draw = draw;
    this.signal = signal;
  }

  /** @param {Job} job @param {Video | null} video */
  show(job, video) {
    return html`
      ${video?.contentUrl ? html`<video-player .label=${job.prompt} .video=${video}></video-player>` : nothing}
      ${job.videos.length > 1 ? this.#choice(job, video) : nothing}`;
  }

  /** @param {Job} job @param {Video | null} shown */
  #choice(job, shown) {
    return html`<ul class="picks" aria-label=${t('job.videos')}>${job.videos.map(video => html`
      <li><button aria-pressed=${String(video === shown)} ?disabled=${!video.contentUrl} @click=${() => setQuery({ video: video.index ? String(video.index) : null }, { quiet: true })}>
        ${video.thumbnailUrl ? html`<img src=${own(video.thumbnailUrl)} alt="" loading="lazy">` : html`<span class="none">${icon('film')}</span>`}
        <span>${t('job.videoOf', { n: video.index + 1, of: job.videos.length })}${video.status === 'completed' ? nothing : html` <span class="badge ${video.status === 'late' ? 'warning' : 'danger'}">${word('job.video', video.status)}</span>`}</span>
      </button></li>`)}</ul>`;
  }

  /** The file in every form. @param {Job} job @param {Video} video */
  downloads(job, video) {
    const address = own(/** @type {string} */ (video.contentUrl));
    const name = fileName(job, video);
    return html`
      <a class="button primary" href=${address} download="${name}.mp4">${icon('download', 18)} ${t('job.download')}</a>
      ${['webm', 'gif'].map(format => {
        const form = `${address}${address.includes('?') ? '&' : '?'}format=${format}`;
        return html`<button aria-disabled=${String(this.#making.has(form))} @click=${() => this.#make(form, `${name}.${format}`)}>
          ${this.#making.has(form) ? html`<span class="spin"></span> ${t('job.beingMade', { format: names[format] ?? format })}` : names[format]}</button>`;
      })}
      <span class="unseen" role="status">${this.#making.size > 0 ? t('job.beingMade', { format: '' }) : nothing}</span>`;
  }

  /** @param {string} address @param {string} name */
  async #make(address, name) {
    if (this.#making.has(address)) return;

    this.#making.add(address);
    this.draw();
    try {
      if (await isMade(address, this.signal)) await download(address, name);
    } catch (error) {
      if (!this.signal.aborted) notify({ kind: 'error', text: error instanceof ApiError ? word('error', error.code) : String(error) });
    }
    this.#making.delete(address);
    this.draw();
  }
}

const names = /** @type {Record<string, string>} */ ({ webm: 'WebM', gif: 'GIF' });

/** From the prompt, so that it is found again. @param {Job} job @param {Video} video */
const fileName = (job, video) =>
  `${job.prompt.replace(/\[sim:.*?\]/g, '').normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || job.id}${video.index ? `-${video.index + 1}` : ''}`;
