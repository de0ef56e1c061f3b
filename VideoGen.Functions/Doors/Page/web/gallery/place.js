// @ts-check
/** Where the reader was in the list. The entry in the browser's history keeps it: for the way back, and for a reload. */

import { address, onAddress } from '../router.js';

/** @typedef {{ count: number, id: string, offset: number, focus: string | null }} Place `offset` is how far below the edge the card with that id was. */

/** The list that was left for a video, and where it was left. @type {{ list: string, video: string, place: Place | null } | null} */
let left = null;

/** @type {import('../router.js').Address | null} */
let now = null;
/** @type {import('../router.js').Address | null} */
let before = null;
onAddress(next => {
  // The same place is told of more than once.
  [before, now] = [next.name === now?.name && next.id === now.id ? before : now, next];
});

/** Where the reader was before a look at a video, if a link and not the way back leads here from it. */
export const placeBefore = () => (left && before?.name === 'videos' && before.id === left.video && String(now?.query) === left.list ? left.place : null);

/** @returns {Place | null} */
export const placeHere = () => history.state?.place ?? null;

/** @param {HTMLElement} host @param {number} count How many were in the list. */
export function keepPlace(host, count) {
  const first = [...host.querySelectorAll('.card')].find(card => card.getBoundingClientRect().bottom > 0);
  if (!first) return;

  const focus = idOf(document.activeElement?.closest('.card')) || null;
  const place = scrollY > 0 || focus ? { count, id: idOf(first), offset: first.getBoundingClientRect().top, focus } : null;
  history.replaceState({ ...history.state, place }, '');
  left = { list: String(address().query), video: focus ?? '', place };
}

/** @param {HTMLElement} host @param {Place} place */
export function takePlace(host, place) {
  const card = cardOf(host, place.id);
  if (card) scrollTo({ top: card.getBoundingClientRect().top + scrollY - place.offset, behavior: 'instant' });
  if (place.focus) linkOf(cardOf(host, place.focus))?.focus({ preventScroll: true });
}

/** @param {HTMLElement} host @param {string} id @returns {HTMLElement | null} */
export const cardOf = (host, id) => host.querySelector(`.card[data-id="${CSS.escape(id)}"]`);

/** @param {Element | null | undefined} card @returns {HTMLElement | null} */
export const linkOf = card => card?.querySelector('a.open') ?? null;

/** @param {Element | null | undefined} card */
export const idOf = card => /** @type {HTMLElement | null} */ (card)?.dataset.id ?? '';
