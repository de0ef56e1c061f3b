// @ts-check
/** What is asked for now and then. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { icon } from '../pictures/icons.js';
import { t } from '../words.js';
import { promptLimit, tagsOf } from './draft.js';
import { fault, field, invalid, numberOf, select, valueOf } from './fields.js';
import { references } from './media.js';

/** @typedef {import('./form.js').Form} Form */

const largestSeed = 4_294_967_295;

/** @param {Form} form */
export const more = form => {
  const { draft } = form;
  return html`
    <div class="more-fields">
      <div class="wide">${field(form, 'negativePrompt', html`<textarea id="field-negativePrompt" rows="2" maxlength=${promptLimit} .value=${live(draft.negativePrompt)}
        aria-invalid=${invalid(form, 'negativePrompt')} aria-describedby="hint-negativePrompt fault-negativePrompt"
        @input=${(/** @type {Event} */ event) => form.change({ negativePrompt: valueOf(event) })}></textarea>`, t('generator.hint.negativePrompt'))}</div>
      ${references(form)}
      ${field(form, 'seed', html`<div class="row tight">
        <input type="number" id="field-seed" min="0" max=${largestSeed} step="1" inputmode="numeric" placeholder=${t('generator.seed.any')} .value=${live(String(draft.seed ?? ''))}
          aria-invalid=${invalid(form, 'seed')} aria-describedby="hint-seed fault-seed" @change=${(/** @type {Event} */ event) => form.change({ seed: numberOf(event) })}>
        <button type="button" class="icon" aria-label=${t('generator.seed.dice')} title=${t('generator.seed.dice')} @click=${() => form.change({ seed: Math.floor(Math.random() * largestSeed) })}>${icon('dice', 20)}</button>
        ${draft.seed === null ? nothing : html`<button type="button" class="icon" aria-label=${t('generator.seed.clear')} title=${t('generator.seed.clear')} @click=${() => form.change({ seed: null })}>${icon('close', 16)}</button>`}
      </div>`, t('generator.hint.seed'))}
      ${field(form, 'audio', select(form, 'audio', String(draft.audio ?? ''), [['', t('generator.audio.open')], ['true', t('generator.audio.with')], ['false', t('generator.audio.without')]],
    value => form.change({ audio: value === '' ? null : value === 'true' })))}
      ${field(form, 'quality', select(form, 'quality', draft.quality ?? '', ['', 'low', 'medium', 'high'].map(one => [one, t(`generator.quality.${one || 'open'}`)]),
    value => form.change({ quality: value || null })))}
      ${field(form, 'fit', select(form, 'fit', draft.fit ?? '', ['', 'fit', 'fill', 'blur'].map(one => [one, t(`generator.fit.${one || 'open'}`)]), value => form.change({ fit: value || null })))}
      ${field(form, 'simulation', select(form, 'simulation', draft.simulation, ['auto', 'never', 'always'].map(one => [one, t(`generator.simulation.${one}`)]),
    value => form.change({ simulation: value })))}
      ${field(form, 'maxCost', html`<input type="number" id="field-maxCost" min="0" step="0.01" inputmode="decimal" .value=${live(String(draft.maxCost ?? ''))} aria-invalid=${invalid(form, 'maxCost')}
        aria-describedby="hint-maxCost fault-maxCost" @change=${(/** @type {Event} */ event) => form.change({ maxCost: numberOf(event) })}>`, t('generator.hint.maxCost'))}
      <div class="wide">${field(form, 'tags', html`<input type="text" id="field-tags" .value=${live(draft.tags)} aria-invalid=${invalid(form, 'tags')} aria-describedby="hint-tags fault-tags"
        @change=${(/** @type {Event} */ event) => form.change({ tags: valueOf(event) })}>`,
  tagsOf(draft).length > 0 ? html`${tagsOf(draft).map(tag => html`<span class="badge">${tag}</span> `)}` : t('generator.hint.tags'))}</div>
      <div class="wide" data-field="enhancePrompt"><label class="row"><input type="checkbox" .checked=${live(draft.enhancePrompt)}
        @change=${(/** @type {Event} */ event) => form.change({ enhancePrompt: /** @type {HTMLInputElement} */ (event.target).checked })}> ${t('generator.field.enhancePrompt')}</label>${fault(form, 'enhancePrompt')}</div>
    </div>`;
};
