// @ts-check
/** Who was asked, what came of it, and what it cost, in the order in which it happened. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { date, knows, money, t, word } from '../words.js';

/** @typedef {import('../types').Job} Job @typedef {import('../types').Hop} Hop */

const kinds = /** @type {Record<string, string>} */ ({ succeeded: 'good', accepted: 'good', pending: 'calm', throttled: 'calm', canceled: 'calm', unknown: 'doubt', gone: 'calm' });

/** @param {Job} job */
export function trace(job) {
  const hops = [...job.trace].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return html`
    <section class="panel stack trace" aria-labelledby="trace">
      <div class="row spread"><h2 id="trace">${t('job.trace.title')}</h2>
        <span class="hint">${t('job.trace.charged', { cost: money(hops.reduce((sum, hop) => sum + (hop.cost ?? 0), 0)) })}</span></div>
      ${hops.length === 0 ? html`<p class="hint">${t(job.completedAt ? 'job.trace.nobody' : 'job.trace.none')}</p>` : html`<ol class="hops">${hops.map(row)}</ol>`}
      <p><a href=${link('operations', null, { job: job.id })}>${t('operations.timeline.open')}</a></p>
    </section>`;
}

/** @param {Hop} hop */
const row = hop => html`
  <li class=${kinds[hop.verdict] ?? 'bad'}>
    <span class="mark">${icon(hop.provider === 'simulation' ? 'simulation' : kinds[hop.verdict] === 'good' ? 'check' : hop.verdict === 'unknown' ? 'question' : kinds[hop.verdict] ? 'clock' : 'close', 14)}</span>
    <div class="what">
      <p><strong>${word('job.provider', hop.provider)}</strong>${hop.model === hop.provider ? nothing : html` <span class="mono">${hop.model}</span>`}
        ${hop.key && hop.key !== 'none' ? html`<span class="hint" title=${t('job.trace.key')}>${icon('key', 12)}<span class="unseen">${t('job.trace.key')}</span> <span class="mono">${hop.key}</span></span>` : nothing}</p>
      <p>${knows(`job.verdicts.${hop.verdict}`) ? t(`job.verdicts.${hop.verdict}`) : word('verdict', hop.verdict)}</p>
      ${hop.detail && hop.verdict !== 'canceled' ? html`<blockquote lang="en">${hop.detail}</blockquote>` : nothing}
    </div>
    <span class="cost">${hop.cost === null ? nothing : hop.provider === 'simulation' ? t('job.free') : money(hop.cost)}</span>
    <time datetime=${hop.at}>${date(hop.at, { timeStyle: 'medium' })}</time>
  </li>`;
