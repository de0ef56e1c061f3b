// @ts-check
/** Which card plays its small pictures: the one under the pointer, else the one that was reached by keyboard. */
import { firstVideo } from './facts.js';
import { idOf } from './place.js';
import { play } from './sprites.js';

/** @param {HTMLElement} host @param {(id: string) => import('../types').Job | undefined} find @param {AbortSignal} signal */
export function playUnderPointer(host, find, signal) {
  /** @type {AbortController | null} */
  let playing = null;
  let played = '';

  const stop = () => {
    playing?.abort();
    playing = null;
  };

  /** @param {EventTarget | null} target */
  const start = target => {
    const card = /** @type {Element} */ (target).closest('.card');
    const id = idOf(card);
    if (!card || (playing && played === id)) return;

    stop();
    const job = find(id);
    const video = job && firstVideo(job);
    const frame = /** @type {HTMLElement | null} */ (card.querySelector('.frame:not(.plate)'));
    if (!job || !video || !frame) return;

    played = id;
    playing = new AbortController();
    void play(frame, job, video, playing.signal);
  };

  host.addEventListener('pointerover', event => event.pointerType === 'mouse' && start(event.target), { signal });
  host.addEventListener('pointerout', event => {
    if (!/** @type {Element | null} */ (event.relatedTarget)?.closest('.card')) stop();
  }, { signal });
  host.addEventListener('focusin', event => /** @type {Element} */ (event.target).matches('a.open:focus-visible') && start(event.target), { signal });
  host.addEventListener('focusout', stop, { signal });
  signal.addEventListener('abort', stop);
}
