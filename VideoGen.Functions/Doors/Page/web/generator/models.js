// @ts-check
/** Who shall make it: left to the service, or a model by name, with what it costs and how long it takes. */
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { icon } from '../pictures/icons.js';
import { date, duration, money, t, word } from '../words.js';
import { showDialog } from './dialog.js';
import { kindOf, presets } from './draft.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {import('../types').Model} Model */

const wishes = [null, 'cost', 'quality', 'speed'];

/** @param {Form} form */
export const pick = form => showDialog('models', t('generator.model.title'), (host, close) => {
  const change = (/** @type {Partial<import('./draft.js').Draft>} */ patch) => {
    form.change(patch);
    draw();
  };
  const draw = () => render(view(form, change, () => close(null)), host);
  draw();
});

/** @param {Form} form @param {(patch: Partial<import('./draft.js').Draft>) => void} change @param {() => void} close */
function view(form, change, close) {
  const { models } = form.catalog;
  const makers = models.filter(model => model.offers.some(({ kind }) => kind !== 'text-to-image'));
  const isCurrent = (/** @type {Model} */ model) => !model.retired;
  const providers = [...new Set([...makers].sort((one, other) => Number(other.configured) - Number(one.configured)).map(({ provider }) => provider))];
  const retired = makers.filter(model => !isCurrent(model));
  return html`
    <fieldset class="auto"><legend>${t('generator.model.auto')}</legend>
      ${wishes.map(wish => html`<label class="model">
        <input type="radio" name="model" .checked=${live(form.draft.model === null && form.draft.prefer === wish)} @change=${() => change({ model: null, prefer: wish })}>
        <span><strong>${t(`generator.auto.${wish ?? 'usual'}`)}</strong><span class="hint">${t(`generator.auto.${wish ?? 'usual'}Hint`)}</span></span></label>`)}
    </fieldset>
    ${providers.map(provider => {
    const ours = makers.filter(model => model.provider === provider && isCurrent(model));
    return ours.length === 0 ? nothing : html`
      <fieldset><legend>${word('generator.provider', provider)} ${ours.some(({ configured }) => configured) ? nothing : html`<span class="badge">${t('generator.model.noKey')}</span>`}</legend>
        ${ours.map(model => row(form, model, change))}
      </fieldset>`;
  })}
    ${retired.length === 0 ? nothing : html`<details><summary>${t('generator.model.retired', { n: retired.length })}</summary>
      <ul>${retired.map(model => html`<li><strong>${model.name}</strong> <span class="hint">${word('generator.provider', model.provider)}${
    model.retiresOn ? ` · ${t('generator.model.retiredOn', { date: date(`${model.retiresOn}T12:00`, { dateStyle: 'medium' }) })}` : ''}${
    model.successor ? ` · ${t('generator.model.successor', { name: model.successor })}` : ''}</span></li>`)}</ul></details>`}
    <p class="hint">${t('generator.model.estimate')}</p>
    <div class="row end"><button type="button" class="primary" @click=${close}>${t('generator.model.done')}</button></div>`;
}

/** @param {Form} form @param {Model} model @param {(patch: Partial<import('./draft.js').Draft>) => void} change */
function row(form, model, change) {
  const exact = form.quote?.candidates.find(one => one.model === model.name);
  const price = exact && form.quote ? exact.priceUsd * form.quote.count : priceOf(form, model);
  const why = !model.configured ? t('generator.model.noKeyHint') : price === null ? t(`generator.model.not.${kindOf(form.draft)}`) : null;
  const abilities = [
    model.audio !== 'none' ? icon('volume', 16) : nothing,
    model.retiresOn ? html`<span class="badge warning">${t('generator.model.retires', { date: date(`${model.retiresOn}T12:00`, { dateStyle: 'medium' }) })}</span>` : nothing,
  ];
  return html`<label class="model">
    <input type="radio" name="model" ?disabled=${why !== null} .checked=${live(form.draft.model === model.name)} @change=${() => change({ model: model.name, prefer: null })}>
    <span><strong>${model.name}</strong> ${abilities}<span class="hint">${why ?? facts(model)}</span></span>
    <span class="quality" role="img" aria-label=${t('generator.model.quality', { n: model.quality })} title=${t('generator.model.quality', { n: model.quality })}><meter min="0" max="100" value=${model.quality}></meter></span>
    <span class="price">${price === null ? '–' : price === 0 ? t('generator.free') : `${exact ? '' : '≈ '}${money(price)}`}<span class="hint">${model.usualSeconds ? `~ ${duration(model.usualSeconds)}` : ''}</span></span>
  </label>`;
}

/** @param {Model} model */
const facts = model => {
  const videos = model.offers.filter(({ kind }) => kind !== 'text-to-image');
  const lengths = videos.flatMap(({ durations }) => durations);
  return [
    lengths.length > 0 ? (new Set(lengths).size > 3 ? `${Math.min(...lengths)}–${duration(Math.max(...lengths))}` : [...new Set(lengths)].map(length => duration(length)).join(', ')) : '',
    model.audio !== 'none' ? t(`generator.model.audio.${model.audio}`) : '',
    model.negativePrompt ? t('generator.model.negative') : '',
    model.seed ? t('generator.model.seed') : '',
  ].filter(Boolean).join(' · ');
};

/** About what one video costs, by the catalog; null when the model cannot do it. @param {Form} form @param {Model} model */
function priceOf(form, { offers }) {
  const kind = kindOf(form.draft);
  const kinds = kind === 'text-to-video' ? ['text-to-video', 'image-to-video'] : [kind];
  const { draft, catalog } = form;
  const seconds = kind === 'video-to-video' ? (draft.medium?.seconds ?? 5) : (draft.duration ?? presets(draft, catalog).duration.value);
  const prices = offers.filter(offer => kinds.includes(offer.kind)).map(offer => {
    const length = offer.durations.length === 0 ? seconds : offer.durations.reduce((best, one) => (Math.abs(one - seconds) < Math.abs(best - seconds) ? one : best));
    const perSecond = draft.audio === true ? (offer.usdPerSecondWithAudio ?? offer.usdPerSecond) : offer.usdPerSecond;
    return Math.max(offer.leastUsd, perSecond * length);
  });
  return prices.length === 0 ? null : Math.min(...prices) * draft.count;
}
