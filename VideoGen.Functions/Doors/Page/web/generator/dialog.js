// @ts-check
/** A modal choice, which gives back what was chosen. */
import { html, render } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { loadStyle } from '../styles.js';
import { t } from '../words.js';

/**
 * @param {string} className @param {string} title @param {(host: HTMLElement, close: (value: string | null) => void) => void} draw
 * @returns {Promise<string | null>} Null when it was closed without a choice.
 */
export async function showDialog(className, title, draw) {
  await loadStyle(new URL('./dialog.css', import.meta.url));
  const dialog = document.createElement('dialog');
  dialog.className = `pick ${className}`;
  dialog.setAttribute('aria-labelledby', 'pick-title');
  /** @type {string | null} */
  let chosen = null;
  const close = (/** @type {string | null} */ value) => {
    chosen = value;
    dialog.close();
  };
  render(html`
    <header><h2 id="pick-title">${title}</h2><button type="button" class="quiet icon" aria-label=${t('close')} @click=${() => close(chosen)}>${icon('close', 18)}</button></header>
    <div class="pick-body"></div>`, dialog);
  draw(/** @type {HTMLElement} */ (dialog.querySelector('.pick-body')), close);
  document.body.append(dialog);
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(chosen);
  }, { once: true }));
}
