// @ts-check
/** Plays a video's small pictures over its poster: by the pointer's place along it, else by itself. */
import { get } from '../api.js';
import { spritesOf } from './facts.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../types').Video} Video */
/** @typedef {{ columns: number, rows: number, count: number, intervalSeconds: number }} Layout */
/** @typedef {{ sheet: HTMLImageElement, layout: Layout }} Strip */

/** @type {Map<string, Promise<Strip | null>>} */
const strips = new Map();
// A sheet is some 25 kB.
const mostStrips = 80;

const restBeforePlaying = 900;
const hoverBeforeAsking = 120;

const still = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * Shows the strip in a frame until the signal ends it.
 * @param {HTMLElement} frame @param {Job} job @param {Video} video @param {AbortSignal} signal
 */
export async function play(frame, job, video, signal) {
  if (still.matches) return;

  await new Promise(resolve => setTimeout(resolve, hoverBeforeAsking));
  const strip = signal.aborted ? null : await stripOf(job, video);
  if (!strip || signal.aborted) return;

  const { layout, sheet } = strip;
  const film = document.createElement('span');
  film.className = 'film';
  film.style.aspectRatio = String((video.width ?? 16) / (video.height ?? 9));
  film.append(sheet);
  sheet.style.inlineSize = `${layout.columns * 100}%`;
  sheet.style.blockSize = `${layout.rows * 100}%`;
  const bar = document.createElement('span');
  bar.className = 'along';

  let shown = 0;
  let moved = -Infinity;
  const show = (/** @type {number} */ index) => {
    shown = index;
    sheet.style.translate = `${-100 / layout.columns * (index % layout.columns)}% ${-100 / layout.rows * Math.floor(index / layout.columns)}%`;
    bar.style.inlineSize = `${(index + 1) / layout.count * 100}%`;
  };
  show(0);
  frame.append(film, bar);

  const timer = setInterval(() => performance.now() - moved > restBeforePlaying && show((shown + 1) % layout.count), Math.max(layout.intervalSeconds * 500, 160));
  frame.closest('li')?.addEventListener('pointermove', event => {
    const { left, width } = frame.getBoundingClientRect();
    moved = performance.now();
    show(Math.min(Math.max(Math.floor((event.clientX - left) / width * layout.count), 0), layout.count - 1));
  }, { signal });
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    film.remove();
    bar.remove();
  });
}

/** Fetched once. @param {Job} job @param {Video} video @returns {Promise<Strip | null>} */
function stripOf(job, video) {
  const key = `${job.id} ${video.index}`;
  const known = strips.get(key);
  if (known) return known;

  const asked = fetchStrip(job, video).catch(() => {
    strips.delete(key);
    return null;
  });
  strips.set(key, asked);
  if (strips.size > mostStrips) strips.delete([...strips.keys()][0] ?? '');
  return asked;
}

/** @param {Job} job @param {Video} video @returns {Promise<Strip>} */
async function fetchStrip(job, video) {
  const { layout } = await get(spritesOf(job, video, 'json'));
  // By an element, since the store may answer from a place of its own, where a script may not ask.
  const sheet = new Image();
  sheet.alt = '';
  sheet.src = `/api/${spritesOf(job, video)}`;
  await sheet.decode();
  return { layout, sheet };
}
