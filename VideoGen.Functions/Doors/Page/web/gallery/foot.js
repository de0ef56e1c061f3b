// @ts-check
/** What stands below the cards: how to go on, why it does not, or that there is nothing. */
import { ApiError } from '../api.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { emptyPicture } from '../pictures/pictures.js';
import { link } from '../router.js';
import { t, word } from '../words.js';
import { clearFilters } from './filters.js';
import { most } from './list.js';

/** @param {import('./list.js').List} list @param {number} n How many are shown. @param {() => unknown} more */
export function foot(list, n, more) {
  if (list.error) return html`<div class="panel row spread" role="alert"><p>${t('gallery.failed')} <span class="hint">${list.error instanceof ApiError ? word('error', list.error.code) : ''}</span></p>
    <button @click=${() => more()}>${t('gallery.again')}</button></div>`;
  if (list.hasMore) return html`<div class="tail"><p class="hint" ?hidden=${n > 0 || list.isReading}>${t('gallery.lookedFar')}</p>
    <button ?disabled=${list.isReading} @click=${() => more()}>${t(list.isReading ? 'gallery.loading' : n > 0 ? 'gallery.more' : 'gallery.lookOn')}</button></div>`;
  if (n > 0 || !list.isBegun) return n > 12 ? html`<p class="hint tail">${list.isFull ? t('gallery.enough', { n: most }) : t('gallery.end')}</p>` : nothing;
  return html`<div class="empty">
    <img src=${emptyPicture} width="320" height="180" alt="">
    <h2>${t(list.isFiltered ? 'gallery.nothing.title' : 'gallery.empty.title')}</h2>
    <p class="hint">${t(list.isFiltered ? 'gallery.nothing.text' : 'gallery.empty.text')}</p>
    ${list.isFiltered ? html`<button @click=${clearFilters}>${t('gallery.filter.clear')}</button>` : html`<a class="button primary" href=${link('')}>${t('gallery.create')}</a>`}
  </div>`;
}
