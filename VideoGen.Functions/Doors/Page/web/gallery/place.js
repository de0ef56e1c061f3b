// @ts-check
/** Where the reader was in the list. The entry in the browser's history keeps it: for the way back, and for a reload. */

/** @typedef {{ count: number, id: string, offset: number, focus: string | null }} Place `offset` is how far below the edge the card with that id was. */

/** @returns {Place | null} */
export const placeHere = () => history.state?.place ?? null;

/** @param {HTMLElement} host @param {number} count How many were in the list. */
export function keepPlace(host, count) {
  const first = [...host.querySelectorAll('.card')].find(card => card.getBoundingClientRect().bottom > 0);
  if (!first) return;

  const focus = idOf(document.activeElement?.closest('.card')) || null;
  const place = scrollY > 0 || focus ? { count, id: idOf(first), offset: first.getBoundingClientRect().top, focus } : null;
  history.replaceState({ ...history.state, place }, '');
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
