// @ts-check
/** Dialogs that wait for an answer. */
import { asApiError } from '../api.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { t } from '../words.js';
import { why } from './part.js';

/**
 * Shows a dialog until it is closed, by its buttons or by Escape.
 * @param {string} title
 * @param {(close: () => void, draw: () => void) => unknown} content
 * @returns {Promise<void>}
 */
export function showDialog(title, content) {
  const dialog = document.createElement('dialog');
  dialog.className = 'operations-dialog';
  dialog.setAttribute('aria-label', title);
  const draw = () => render(html`<h2>${title}</h2>${content(() => dialog.close(), draw)}`, dialog);
  draw();
  document.body.append(dialog);
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
    dialog.showModal();
  });
}

/**
 * Asks before something is done, and shows what kept it from being done.
 * @param {{ title: string, text: unknown, action: string, isDanger?: boolean, onAction: (form: FormData) => Promise<void> }} question
 */
export function ask({ title, text, action, isDanger = false, onAction }) {
  let isBusy = false;
  let trouble = '';
  return showDialog(title, (close, draw) => html`
    <form @submit=${async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      [isBusy, trouble] = [true, ''];
      draw();
      try {
        await onAction(new FormData(/** @type {HTMLFormElement} */ (event.target)));
        close();
      } catch (error) {
        trouble = why(asApiError(error));
      }
      isBusy = false;
      draw();
    }}>
      ${text}
      ${trouble ? html`<p class="fault" role="alert">${trouble}</p>` : nothing}
      <div class="row end">
        <button type="button" @click=${close}>${t('operations.back')}</button>
        <button class=${isDanger ? 'danger' : 'primary'} ?disabled=${isBusy}>${action}</button>
      </div>
    </form>`);
}
