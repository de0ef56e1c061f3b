// @ts-check
/** The prompt as it could be, beside the one that is there, to take or leave. */
import { ApiError, post } from '../api.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { t } from '../words.js';
import { isTooLong } from './draft.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {{ prompt: string, enhancedPrompt: string | null, by: string, why: string | null }} Offer `enhancedPrompt` is null while it is being written. */

/** @param {Form} form */
export async function ask(form) {
  const { prompt, style, theme, platform, contentType } = form.draft;
  const pending = { prompt, enhancedPrompt: null, by: '', why: null };
  form.offer = pending;
  form.draw();
  try {
    const parts = Object.fromEntries(Object.entries({ prompt, style, theme, platform, contentType }).filter(([, value]) => value));
    const offer = await post('prompts/enhance', parts, { signal: form.signal });
    if (form.offer === pending) form.offer = offer;
  } catch (error) {
    if (form.signal.aborted) return;
    form.offer = null;
    if (error instanceof ApiError && error.errors.prompt) form.faults = error.errors;
    else notify({ kind: 'error', text: t('generator.enhance.failed') });
  }

  form.draw();
  if (form.offer?.enhancedPrompt) document.getElementById('enhance-take')?.focus();
}

/** @param {Form} form */
export const enhancement = form => {
  const { offer } = form;
  if (!offer) return nothing;

  const text = offer.enhancedPrompt;
  const isSame = text?.trim() === form.draft.prompt.trim();
  return html`
    <div class="enhancement" role="group" aria-label=${t('generator.enhance.title')} aria-busy=${text === null ? 'true' : 'false'}>
      <div><h2 class="label">${t('generator.enhance.yours')}</h2><p>${offer.prompt}</p></div>
      <div class="new"><h2 class="label">${icon('sparkle', 16)}${t('generator.enhance.new')}</h2>
        ${text === null ? html`<progress aria-label=${t('generator.enhance.writing')}></progress>` : html`<p>${text}</p>`}
        ${text ? html`<p class="hint">${t(offer.by === 'language-model' ? 'generator.enhance.byModel' : 'generator.enhance.byComposer')}${offer.why ? ` (${offer.why})` : ''}.
          ${isSame ? t('generator.enhance.same') : ''} ${isTooLong(text) ? t('generator.prompt.tooLong', { n: text.trim().length - 1000 }) : ''}</p>` : nothing}</div>
      <div class="row">
        ${text && !isSame ? html`<button type="button" class="primary" id="enhance-take" @click=${() => take(form, text)}>${t('generator.enhance.take')}</button>` : nothing}
        <button type="button" id=${isSame ? 'enhance-take' : nothing} @click=${() => leave(form)}>${t('generator.enhance.leave')}</button>
      </div>
    </div>`;
};

/** @param {Form} form @param {string} text */
function take(form, text) {
  form.replace({ prompt: text }, t('generator.enhance.taken'));
  document.getElementById('prompt')?.focus();
}

/** @param {Form} form */
function leave(form) {
  form.offer = null;
  form.draw();
  document.getElementById('prompt')?.focus();
}
