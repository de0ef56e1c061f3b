// @ts-check
/** What will come of it: the frame, what the service would do and take for it, and the button. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { stylePicture, themePicture } from '../pictures/pictures.js';
import { duration, knows, money, number, t, word } from '../words.js';
import { image } from './fields.js';
import { fieldOf } from './form.js';
import { kindOf, presets } from './draft.js';
import { proportion } from './settings.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {import('../types').Quote} Quote */
/** @typedef {import('../types').Candidate} Candidate */

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** @param {string | null} name @param {import('../types').Named[]} all */
const nameOf = (name, all) => all.find(one => one.name === name)?.displayName;

/** @param {Form} form */
const lengthOf = ({ draft, catalog }) => kindOf(draft) === 'video-to-video' ? draft.medium?.seconds ?? null : draft.duration ?? presets(draft, catalog).duration.value;

/** The shape, drawn with the style's picture and moved as the camera would be. @param {Form} form */
export const frame = form => {
  const { draft, catalog } = form;
  const [width = 16, height = 9] = proportion(form).split(':').map(Number);
  const seconds = lengthOf(form);
  const facts = [proportion(form), seconds ? duration(seconds) : '', nameOf(draft.style, catalog.styles), nameOf(draft.theme, catalog.themes), nameOf(draft.camera, catalog.cameras)];
  return html`
    <figure class="preview">
      <div class="stage"><div class="frame" .style=${`aspect-ratio: ${width} / ${height}; --proportion: ${width / height}; --seconds: ${seconds ?? 5}s`}>
        <div class="shot" data-move=${draft.camera ?? 'none'}>${
    draft.medium?.picture ? html`<img src=${draft.medium.picture} alt="">`
    : draft.style ? image(stylePicture(draft.style))
    : draft.theme ? image(themePicture(draft.theme))
    : html`<span class="empty">${icon('clapper', 36)}</span>`}</div>
      </div></div>
      <figcaption class="hint">${facts.filter(Boolean).join(' · ')}</figcaption>
    </figure>`;
};

/** @param {Candidate} candidate */
const makerOf = ({ provider, model }) => (provider === 'simulation' ? word('generator.provider', provider) : `${word('generator.provider', provider)} · ${model}`);

/** @param {Quote} quote */
const badge = ({ mode }) => mode === 'live'
  ? html`<span class="badge live">${icon('live', 14)}${t('generator.quote.live')}</span>`
  : html`<span class="badge simulated">${icon('simulation', 14)}${t('generator.quote.simulation')}</span>`;

/** @param {number} usd */
const price = usd => (usd === 0 ? t('generator.free') : money(usd));

/** @param {Form} form */
export const quote = form => {
  const { quote: known, refusal, isQuoting } = form;
  const first = known?.candidates[0];
  return html`
    <section class="quote" aria-labelledby="quote-title" aria-busy=${isQuoting ? 'true' : 'false'}>
      <h2 id="quote-title" class="unseen">${t('generator.quote.title')}</h2>
      <p class="unseen" role="status">${!isQuoting && known && first ? t('generator.quote.said', {
        mode: t(`generator.quote.${known.mode}`), maker: makerOf(first), price: price(known.totalUsd), n: first.adapted.length,
      }) : ''}</p>
      ${refusal ? refused(form, refusal) : known && first ? told(form, known, first) : html`<p class="hint">${t('generator.quote.asking')}</p>`}
    </section>`;
};

/** @param {Form} form @param {import('../api.js').ApiError} refusal */
const refused = (form, refusal) => html`
  <div class="refusal" role="alert">
    <p class="fault"><strong>${t(`error.${refusal.code}`)}</strong></p>
    ${Object.keys(refusal.errors).length > 0
    ? html`<ul>${Object.entries(refusal.errors).map(([name, texts]) => html`<li><strong>${fieldName(name)}</strong> ${texts.join(' ')}</li>`)}</ul>`
    : refusal.status ? html`<p class="hint">${refusal.message}</p>` : nothing}
    ${refusal.retryable ? html`<button type="button" @click=${() => form.again()}>${icon('retry', 16)}${t('generator.quote.again')}</button>` : nothing}
  </div>`;

/** @param {Form} form @param {Quote} quote @param {Candidate} first */
const told = (form, quote, first) => html`
  <p class="maker">${badge(quote)}${quote.mode === 'live' ? html`<strong>${makerOf(first)}</strong>` : nothing}</p>
  ${quote.mode === 'simulation' ? html`<p class="hint">${whySimulated(quote.whySimulated)} ${t('generator.quote.simulationIs')}</p>` : nothing}
  <dl class="figures">
    <div><dt>${t('generator.quote.price')}</dt><dd>${price(quote.totalUsd)}</dd></div>
    <div><dt>${t('generator.quote.time')}</dt><dd>${first.usualSeconds ? `~ ${duration(first.usualSeconds)}` : t('generator.quote.soon')}</dd></div>
    ${quote.points ? html`<div><dt>${t('generator.quote.points')}</dt><dd>${number(quote.points)}${left(form)}</dd></div>` : nothing}
  </dl>
  ${first.steps.length > 1 || quote.count > 1 ? html`<p class="hint steps">${quote.count > 1 && quote.totalUsd > 0 ? html`<span>${number(quote.count)} × ${money(first.priceUsd)}</span>` : nothing}${
    first.steps.length > 1 ? first.steps.map((step, place) => html`${place > 0 ? icon('arrowRight', 14) : nothing}<span>${word('generator.step', step.kind)} ${price(step.priceUsd)}</span>`) : nothing}</p>` : nothing}
  ${first.deprecation ? html`<p class="warning">${icon('warning', 16)}${first.deprecation.successor
    ? t('generator.quote.deprecatedFor', { name: first.deprecation.model, successor: first.deprecation.successor })
    : t('generator.quote.deprecated', { name: first.deprecation.model })}</p>` : nothing}
  ${adapted(form, first)}
  ${quote.candidates.length > 1 ? html`
    <details class="others"><summary>${t('generator.quote.others', { n: quote.candidates.length - 1 })}</summary>
      <ol>${quote.candidates.slice(1).map(one => html`<li><span>${makerOf(one)}</span><span>${price(one.priceUsd * quote.count)}</span></li>`)}</ol>
      <p class="hint">${t('generator.quote.othersHint')}</p>
    </details>` : nothing}`;

/** @param {Form} form */
const left = ({ usage }) => usage && !usage.points.unlimited ? html` <span class="hint">${t('generator.quote.left', { n: usage.points.available ?? 0 })}</span>` : nothing;

/** @param {Form} form @param {Candidate} first */
const adapted = ({ catalog }, { adapted: all }) => all.length === 0 ? nothing : html`
  <div class="adapted" id="adapted"><h3>${icon('info', 16)}${t('generator.quote.adapted', { n: all.length })}</h3>
    <ul>${all.map(({ field, asked, used, why }) => html`
      <li><strong>${fieldName(field)}</strong>
        <span class="change"><del>${field === 'camera' ? nameOf(String(asked), catalog.cameras) ?? show(asked) : show(asked)}</del> ${icon('arrowRight', 14)} <ins>${show(used)}</ins></span>
        <span class="hint" lang="en">${why}</span></li>`)}
    </ul></div>`;

const show = (/** @type {unknown} */ value) => (value === null || value === '' ? '–' : String(value));

const fieldName = (/** @type {string} */ name) => word('generator.field', fieldOf(name));

const whySimulated = (/** @type {string | null} */ why) => {
  const name = `generator.why.${(why ?? '').replaceAll(' ', '_')}`;
  return knows(name) ? t(name) : html`<span lang="en">${why}.</span>`;
};

/** @param {Form} form @param {() => void} start */
export const startBar = (form, start) => {
  const { quote: known, isStarting } = form;
  const seconds = lengthOf(form);
  const first = known?.candidates[0];
  return html`
    <div class="start">
      ${known && first ? html`${badge(known)}
        <span class="line">${first.provider === 'simulation' ? '' : `${first.model} · `}${proportion(form)}${seconds ? ` · ${duration(seconds)}` : ''}</span>` : nothing}
      ${known && first && first.adapted.length > 0 ? html`<button type="button" class="quiet small change" title=${t('generator.quote.adapted', { n: first.adapted.length })} aria-label=${t('generator.quote.adapted', { n: first.adapted.length })}
        @click=${showAdapted}>${icon('info', 16)}<span class="words">${t('generator.quote.adapted', { n: first.adapted.length })}</span><span class="number">${number(first.adapted.length)}</span></button>` : nothing}
      <button type="button" class="primary go" @click=${start} aria-disabled=${isStarting ? 'true' : 'false'} aria-keyshortcuts="Control+Enter Meta+Enter">
        ${icon('generate', 20)}<span>${t(isStarting ? 'generator.start.going' : 'generator.start.go')}${known && !isStarting ? ` · ${known.mode === 'simulation' ? t('generator.start.simulation') : price(known.totalUsd)}` : ''}</span>
        <kbd aria-hidden="true">${isApple ? '⌘ ↵' : 'Ctrl ↵'}</kbd>
      </button>
    </div>`;
};

function showAdapted() {
  document.getElementById('adapted')?.scrollIntoView({ block: 'center', behavior: 'smooth' });
}
