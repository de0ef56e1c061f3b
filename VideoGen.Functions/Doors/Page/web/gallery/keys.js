// @ts-check
/** The list by keyboard: one card is the one that Tab comes to, the arrows lead to the others. */
import { idOf, linkOf } from './place.js';

/** @typedef {{ onMove(id: string): void, onLook(id: string): void, onDelete(id: string): void, onSelect(id: string, toHere: boolean): void, onClear(): void }} Doings */

/** @param {KeyboardEvent} event @param {Doings} doings */
export function onKey(event, doings) {
  const target = /** @type {HTMLElement} */ (event.target);
  const card = /** @type {HTMLElement | null} */ (target.closest('.card'));
  if (!card || event.ctrlKey || event.metaKey || event.altKey) return;

  const id = idOf(card);
  const isOnCard = target.matches('a.open');
  const to = neighbour(card, event.key);
  if (to) {
    doings.onMove(idOf(to));
    linkOf(to)?.focus();
    to.scrollIntoView({ block: 'nearest' });
  } else if (event.key === ' ' && isOnCard) {
    doings.onLook(id);
  } else if (event.key === 'Delete') {
    doings.onDelete(id);
  } else if (event.key.toLowerCase() === 'x') {
    doings.onSelect(id, event.shiftKey);
  } else if (event.key === 'Escape') {
    doings.onClear();
  } else {
    return;
  }
  event.preventDefault();
}

/** @param {HTMLElement} card @param {string} key @returns {Element | null} */
function neighbour(card, key) {
  const back = getComputedStyle(card).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  const cards = card.parentElement?.children ?? [];
  switch (key) {
    case back: return card.previousElementSibling;
    case 'ArrowLeft':
    case 'ArrowRight': return card.nextElementSibling;
    case 'ArrowUp': return inNextRow(card, 'previousElementSibling');
    case 'ArrowDown': return inNextRow(card, 'nextElementSibling');
    case 'Home': return cards[0] ?? null;
    case 'End': return cards[cards.length - 1] ?? null;
    default: return null;
  }
}

/** The nearest of the row above or below; rows hold as many as fit. @param {Element} card @param {'previousElementSibling' | 'nextElementSibling'} way */
function inNextRow(card, way) {
  const { top, left, width } = card.getBoundingClientRect();
  const middle = left + width / 2;
  let best = null;
  let least = Infinity;
  let row = top;
  for (let one = card[way]; one; one = one[way]) {
    const box = one.getBoundingClientRect();
    if (Math.abs(box.top - top) < 1) continue;
    if (row === top) row = box.top;
    if (Math.abs(box.top - row) >= 1) break;

    const distance = Math.abs(box.left + box.width / 2 - middle);
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}
