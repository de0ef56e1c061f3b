// @ts-check
/** Which features are off, and why: what an operator should see before all else. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { get } from '../api.js';
import { icon } from '../pictures/icons.js';
import { knows, t, word } from '../words.js';
import { Part } from './part.js';

/** To have none is a choice. */
const optional = ['enhancement'];

/** @typedef {import('./types').Health} Health */

export function health() {
  /** @type {Part<Health>} */
  const part = new Part(signal => get('health', { signal }));
  return {
    /** @param {AbortSignal} signal */
    refresh: signal => part.refresh(signal),
    draw: () => html`<section class="health" aria-label=${t('operations.health.title')}>
      ${part.error?.status === 503 ? html`<p class="refusal broken">${icon('warning', 18)}<span>${t('operations.health.unhealthy')}</span></p>` : part.show(show)}
    </section>`,
  };
}

/** The service's own words where ours do not tell all of it. @param {import('./types').Feature} feature */
const reason = ({ name, why }) => (knows(`operations.health.why.${name}`) ? html`<span title=${why ?? nothing}>${t(`operations.health.why.${name}`)}</span>` : html`<span lang="en">${why}</span>`);

/** @param {Health} health */
function show({ status, features }) {
  const off = features.filter(feature => !feature.on);
  return html`
    <ul class="features">
      <li class="overall ${status}">${icon(status === 'healthy' ? 'check' : 'warning', 18)}<strong>${t(`operations.health.${status}`)}</strong></li>
      ${features.map(feature => html`
        <li class=${feature.on ? 'on' : optional.includes(feature.name) ? 'choice' : 'off'}>
          ${icon(feature.on ? 'check' : optional.includes(feature.name) ? 'minus' : 'close', 14)}
          ${word('operations.health.features', feature.name)}<span class="unseen">${feature.on ? t('operations.health.on') : t('operations.health.off')}</span>
        </li>`)}
    </ul>
    ${off.length > 0 ? html`<ul class="reasons">
      ${off.map(feature => html`<li><strong>${word('operations.health.features', feature.name)}</strong> ${reason(feature)}</li>`)}
    </ul>` : nothing}`;
}
