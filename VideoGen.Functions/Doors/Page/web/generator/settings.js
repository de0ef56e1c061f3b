// @ts-check
/** Shape, length, rate and number: what a preset fills, and anybody may change. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { icon } from '../pictures/icons.js';
import { duration, number, t, word } from '../words.js';
import { formats, kindOf, presets, shapes } from './draft.js';
import { choice, fault, field, invalid, select, valueOf } from './fields.js';

/** @typedef {import('./form.js').Form} Form */

const shortest = 2;
const longest = 15;
const rates = [24, 25, 30, 50, 60];

/** The proportion that is asked for, as `16:9`. @param {Form} form */
export const proportion = ({ draft, catalog }) => {
  const shape = draft.shape ?? presets(draft, catalog).shape.value;
  return formats[shape] ?? shape;
};

/** Who filled a field, or the way back to that. @param {Form} form @param {'shape' | 'duration' | 'fps'} name @param {(value: any) => string} say */
const filler = (form, name, say) => {
  const { [name]: preset } = presets(form.draft, form.catalog);
  if (form.draft[name] === null) return preset.by ? html`<span class="preset">${t('generator.preset.from', { name: preset.by })}</span>` : nothing;

  return html`<button type="button" class="preset quiet" @click=${() => form.change({ [name]: null })}>
    ${icon('undo', 14)}${preset.by ? t('generator.preset.back', { name: preset.by, value: say(preset.value) }) : t('generator.preset.usual', { value: say(preset.value) })}</button>`;
};

/** @param {string} shape */
const frame = shape => {
  const [width = 1, height = 1] = (formats[shape] ?? shape).split(':').map(Number);
  const scale = 17 / Math.max(width, height);
  return html`<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">
    <rect x=${12 - (width * scale) / 2} y=${12 - (height * scale) / 2} width=${width * scale} height=${height * scale} rx="1.5" /></svg>`;
};

/** @param {Form} form */
const shape = form => choice(form, {
  name: 'format',
  className: 'shape segments',
  options: shapes.map(value => ({ value, label: formats[value] ?? value, title: value in formats ? word('generator.shape', value) : value, picture: frame(value) })),
  value: form.draft.shape ?? presets(form.draft, form.catalog).shape.value,
  choose: value => form.change({ shape: value }),
  note: filler(form, 'shape', value => formats[value] ?? value),
});

/** @param {Form} form */
const length = form => {
  const { duration: preset, suits } = presets(form.draft, form.catalog);
  const value = form.draft.duration ?? preset.value;
  const isUnusual = suits && (value < suits.min || value > suits.max);
  return html`
    <div class="field length" data-field="duration">
      <div class="row spread"><label class="label" for="field-duration">${t('generator.field.duration')}</label>${filler(form, 'duration', duration)}</div>
      <div class="row slider">
        <input type="range" id="field-duration" min=${shortest} max=${longest} step="1" .value=${live(String(value))} aria-valuetext=${duration(value)} aria-describedby="hint-duration"
          aria-invalid=${invalid(form, 'duration')} @input=${(/** @type {Event} */ event) => form.change({ duration: Number(valueOf(event)) })}>
        <output for="field-duration">${duration(value)}</output>
      </div>
      ${isUnusual ? html`<p class="hint" id="hint-duration">${t('generator.duration.suits', { name: preset.by ?? '', min: suits.min, max: suits.max })}</p>` : nothing}
      ${fault(form, 'duration')}
    </div>`;
};

/** @param {Form} form */
const rate = form => {
  const { value, by } = presets(form.draft, form.catalog).fps;
  const preset = by && form.draft.fps === null ? t('generator.preset.from', { name: by }) : '';
  return field(form, 'fps', select(form, 'fps', String(form.draft.fps ?? ''), [['', t('generator.fps.auto', { value: number(value) })], ...rates.map(one => /** @type {[string, string]} */ ([String(one), number(one)]))],
    chosen => form.change({ fps: chosen ? Number(chosen) : null })), preset);
};

/** @param {Form} form */
const count = form => choice(form, {
  name: 'count',
  className: 'count segments',
  options: [1, 2, 3, 4].map(one => ({ value: String(one), label: number(one) })),
  value: String(form.draft.count),
  choose: value => form.change({ count: Number(value) }),
});

/** @param {Form} form */
const model = form => {
  const { model: named, prefer } = form.draft;
  const found = form.catalog.models.find(({ name }) => name === named);
  return html`
    <div class="field" data-field="model">
      <span class="label" id="model-label">${t('generator.field.model')}</span>
      <button type="button" class="pick-model" id="field-model" aria-haspopup="dialog" aria-labelledby="model-label field-model" @click=${() => pickModel(form)}>
        ${icon(named ? 'provider' : 'sparkle', 18)}
        <span><strong>${named ?? t(`generator.auto.${prefer ?? 'usual'}`)}</strong><span class="hint">${named ? word('generator.provider', found?.provider) : t(`generator.auto.${prefer ?? 'usual'}Hint`)}</span></span>
        ${icon('chevronDown', 18)}
      </button>
      ${fault(form, 'model', 'provider', 'prefer', 'kind')}
    </div>`;
};

/** @param {Form} form */
async function pickModel(form) {
  const [{ pick }] = await Promise.all([import('./models.js'), form.fetch('models')]);
  await pick(form);
  document.getElementById('field-model')?.focus();
}

/** @param {Form} form */
export const settings = form => html`
  <div class="settings stack">
    ${shape(form)}
    ${kindOf(form.draft) === 'video-to-video' ? html`<p class="hint">${t('generator.duration.asInput')}</p>` : length(form)}
    <div class="pair">${rate(form)}${count(form)}</div>
    ${model(form)}
  </div>`;
