// @ts-check
/** Plays several videos as one: together, at the same moment, from the same bar. */
import { html, render } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { t } from '../words.js';

// What nobody sees as apart.
const tolerance = 0.08;
const frame = 1 / 24;

/** @param {() => HTMLVideoElement[]} videos Those that are shown now. @param {AbortSignal} signal */
export function transport(videos, signal) {
  const host = document.createElement('div');
  host.className = 'transport panel';
  let playing = false;

  const lengthOf = (/** @type {HTMLVideoElement} */ video) => (Number.isFinite(video.duration) ? video.duration : 0);
  /** The longest leads; a shorter one waits at its end. */
  const leader = () => videos().toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] ?? null;

  const seek = (/** @type {number} */ time) => {
    for (const video of videos()) video.currentTime = Math.min(Math.max(time, 0), Math.max(lengthOf(video) - 0.01, 0));
    draw();
  };

  const toggle = () => {
    playing = !playing;
    const first = leader();
    for (const video of videos()) {
      if (!playing) video.pause();
      else if (first && first.currentTime < lengthOf(video)) void video.play().catch(() => {});
    }
    if (playing) follow();
    else if (first) seek(first.currentTime);
    draw();
  };

  function follow() {
    const first = leader();
    if (!playing || signal.aborted || !first) return;

    for (const video of videos()) {
      if (video === first) continue;

      const isPast = first.currentTime >= lengthOf(video) - 0.05;
      if (isPast) video.pause();
      else {
        if (Math.abs(video.currentTime - first.currentTime) > tolerance) video.currentTime = first.currentTime;
        if (video.paused) void video.play().catch(() => {});
      }
    }
    draw();
    requestAnimationFrame(follow);
  }

  function draw() {
    const first = leader();
    const length = first ? lengthOf(first) : 0;
    const time = first?.currentTime ?? 0;
    render(html`
      <button class="primary" @click=${toggle}>${icon(playing ? 'pause' : 'play', 18)}${t(playing ? 'gallery.compare.pause' : 'gallery.compare.play')}</button>
      <button class="icon" aria-label=${t('gallery.compare.back1')} title=${t('gallery.compare.back1')} @click=${() => step(-1)}>${icon('chevronLeft', 18)}</button>
      <button class="icon" aria-label=${t('gallery.compare.on1')} title=${t('gallery.compare.on1')} @click=${() => step(1)}>${icon('chevronRight', 18)}</button>
      <input type="range" min="0" max=${length || 1} step="0.01" .value=${String(time)} aria-label=${t('gallery.compare.position')} aria-valuetext=${clock(time)}
        @input=${(/** @type {Event} */ event) => seek(Number(/** @type {HTMLInputElement} */ (event.target).value))}>
      <output class="mono">${clock(time)} / ${clock(length)}</output>`, host);
  }

  const step = (/** @type {number} */ by) => {
    if (playing) toggle();
    seek((leader()?.currentTime ?? 0) + by * frame);
  };

  addEventListener('keydown', event => {
    const isElsewhere = /** @type {Element} */ (event.target).closest('input, select, textarea, dialog, button, a');
    if (isElsewhere || event.ctrlKey || event.metaKey || event.altKey || videos().length === 0) return;

    if (event.key === ' ' || event.key.toLowerCase() === 'k') toggle();
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') step(event.key === 'ArrowLeft' ? -1 : 1);
    else if (event.key === 'Home') seek(0);
    else return;
    event.preventDefault();
  }, { signal });

  return {
    view: () => host,
    /** Takes in videos that came since. */
    attach() {
      for (const video of videos()) {
        video.onloadedmetadata = video.onseeked = draw;
      }
      draw();
    },
  };
}

/** @param {number} seconds */
const clock = seconds => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
