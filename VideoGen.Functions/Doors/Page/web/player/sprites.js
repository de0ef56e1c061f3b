// @ts-check
/** The small pictures of a video, one sheet of them, for wherever a moment of it is to be shown. */
import { get, own, request } from '../api.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { pause } from '../live.js';

/** @typedef {{ columns: number, rows: number, count: number, tileWidth: number, tileHeight: number, intervalSeconds: number }} Layout */

const patience = new AbortController().signal;

export class Sprites {
  /** @type {import('../types').Video | null} */
  #video = null;
  /** @type {{ url: string, layout: Layout } | null} */
  #sheet = null;
  /** @type {Promise<void> | null} */
  #loading = null;

  /** @param {() => void} onLoaded */
  constructor(onLoaded) {
    this.onLoaded = onLoaded;
  }

  /** @param {import('../types').Video} video */
  of(video) {
    [this.#video, this.#sheet, this.#loading] = [video, null, null];
  }

  /** Fetches the sheet, once. Without one there are only no pictures. */
  load() {
    return (this.#loading ??= this.#fetch().catch(() => {}));
  }

  async #fetch() {
    const video = this.#video;
    if (!video?.contentUrl) return;

    const address = new URL(own(video.contentUrl).replace(/\/content/, '/sprites'), location.href);
    const sheet = address.pathname + address.search;
    address.searchParams.set('format', 'json');
    const { layout } = await get((address.pathname + address.search).replace('/api/', ''));
    if (!(await isMade(sheet)) || this.#video !== video) return;

    this.#sheet = { url: sheet, layout };
    this.onLoaded();
  }

  /** The picture of a moment. @param {number} seconds */
  at(seconds) {
    if (!this.#sheet) return nothing;

    const { url, layout } = this.#sheet;
    const tile = Math.min(layout.count - 1, Math.floor(seconds / layout.intervalSeconds));
    const [x, y] = [tile % layout.columns, Math.floor(tile / layout.columns)];
    return html`<div class="tile" .style=${`--tile-width: ${layout.tileWidth}px; --tile-height: ${layout.tileHeight}px; --x: ${x}; --y: ${y}`}>
      <img src=${url} alt="" width=${layout.columns * layout.tileWidth} height=${layout.rows * layout.tileHeight}></div>`;
  }
}

/**
 * Waits until a file that is made when it is first asked for can be fetched.
 * @param {string} address @param {AbortSignal} [signal] @returns {Promise<boolean>}
 */
export async function isMade(address, signal = patience) {
  for (let tries = 0; tries < 60 && !signal.aborted; tries++) {
    const answer = await request('HEAD', address.replace('/api/', ''), undefined, { signal });
    if (answer.status !== 202) return true;
    await pause(1000 * Number(answer.headers.get('Retry-After') ?? 5), signal);
  }
  return false;
}
