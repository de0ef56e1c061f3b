// @ts-check
/** A question in a dialog of its own. */
import { html, render } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { t } from '../words.js';

/**
 * @param {string} title
 * @param {(close: (answer: string) => void, redraw: () => void) => unknown} content
 * @returns {Promise<string>} What it was closed with; empty when it was dismissed.
 */
export function ask(title, content) {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  dialog.setAttribute('aria-labelledby', 'ask-title');
  const close = (/** @type {string} */ answer) => dialog.close(answer);
  const draw = () => render(html`
    <header class="row spread"><h2 id="ask-title">${title}</h2>
      <button class="quiet icon" aria-label=${t('close')} @click=${() => close('')}>${icon('close')}</button></header>
    ${content(close, draw)}`, dialog);
  draw();
  document.body.append(dialog);
  dialog.showModal();
  /** @type {HTMLElement | null} */ (dialog.querySelector('[autofocus]'))?.focus();
  // Whoever goes elsewhere has answered.
  const leave = () => close('');
  addEventListener('hashchange', leave);
  return new Promise(resolve => dialog.addEventListener('close', () => {
    removeEventListener('hashchange', leave);
    dialog.remove();
    resolve(dialog.returnValue);
  }));
}
