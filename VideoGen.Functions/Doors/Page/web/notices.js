// @ts-check
/** Short messages at the edge of the page, which go by themselves and can offer one thing to do. */
import { html, nothing, render } from './lib/lit-html/lit-html.js';
import { repeat } from './lib/lit-html/directives/repeat.js';
import { t } from './words.js';

/** @typedef {{ text: string, kind?: 'error' | 'done', action?: string, onAction?: () => void, seconds?: number }} Notice */

/** @type {Set<Notice>} */
const notices = new Set();

/** @param {Notice} notice @returns {() => void} Takes it away. */
export function notify(notice) {
  notices.add(notice);
  draw();
  setTimeout(close, (notice.seconds ?? (notice.kind === 'error' ? 12 : 6)) * 1000, notice);
  return () => close(notice);
}

/** @param {Notice} notice */
function close(notice) {
  notices.delete(notice);
  draw();
}

function draw() {
  const host = /** @type {HTMLElement} */ (document.getElementById('notices'));
  render(repeat([...notices], notice => notice, notice => html`
    <div class="notice ${notice.kind ?? ''}" role=${notice.kind === 'error' ? 'alert' : 'status'}>
      <p>${notice.text}</p>
      ${notice.action ? html`<button class="quiet" @click=${() => {
        close(notice);
        notice.onAction?.();
      }}>${notice.action}</button>` : nothing}
      <button class="quiet icon" aria-label=${t('close')} @click=${() => close(notice)}>×</button>
    </div>`), host);
}
