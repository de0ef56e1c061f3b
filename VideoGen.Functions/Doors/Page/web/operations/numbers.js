// @ts-check
/** How well and how fast videos are made, by what, and what it cost: tables with bars in their cells. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { get } from '../api.js';
import { loadNames, nameOf } from '../names.js';
import { link } from '../router.js';
import { duration, money, number, percent, t, word } from '../words.js';
import { range, stacked } from './bars.js';
import { moment, providerName, tile } from './bits.js';
import { Part } from './part.js';
import { table } from './table.js';

/** @typedef {import('./types').Numbers} Numbers */
/** @typedef {{ key: string, name: unknown, numbers: Numbers }} Line */

const windows = ['24h', '7d', '31d'];

/** @param {import('./types').Context} context @returns {import('./types').Section} */
export function numbers(context) {
  const chosen = () => windows.find(one => one === context.query().get('window')) ?? '24h';
  /** @type {Part<import('./types').Metrics>} */
  const part = new Part(async signal => {
    const [metrics] = await Promise.all([get(`metrics?window=${chosen()}`, { signal }), loadNames()]);
    return metrics;
  });
  return { parts: [part], draw: () => html`
    <section class="panel stack" aria-labelledby="numbers-title">
      <div class="row spread">
        <h2 id="numbers-title">${t('operations.numbers.title')}</h2>
        <nav class="choices" aria-label=${t('operations.numbers.window')}>
          ${windows.map(name => html`<a href=${link('operations', null, { section: 'numbers', window: name === '24h' ? null : name })} aria-current=${name === chosen() ? 'true' : nothing}>${t(`operations.numbers.windows.${name}`)}</a>`)}
        </nav>
      </div>
      ${part.show(show)}
    </section>` };
}

/** @param {import('./types').Metrics} metrics */
const show = ({ from, to, total, simulatedShare, kindsAndProviders, providers, styles, platforms }) => html`
  <p class="hint">${t('operations.numbers.span', { from: moment(from), to: moment(to) })}</p>
  <dl class="tiles">
    ${tile(t('operations.numbers.success'), rate(total.successRate), t('operations.numbers.failed', { n: total.failed }), total.successRate !== null && total.successRate < 0.8 ? 'warning' : '')}
    ${tile(t('operations.numbers.ended'), number(total.jobs), t('operations.numbers.canceled', { n: total.canceled }))}
    ${tile(t('operations.numbers.usual'), seconds(total.p50Seconds), t('operations.numbers.times', { mean: seconds(total.meanSeconds), p95: seconds(total.p95Seconds) }))}
    ${tile(t('operations.numbers.simulated'), rate(simulatedShare), t('operations.numbers.jobs', { n: total.simulated }))}
    ${tile(t('operations.numbers.charged'), money(total.chargedUsd), total.completed > total.simulated ? t('operations.numbers.each', { usd: money(total.chargedUsd / (total.completed - total.simulated)) }) : nothing)}
  </dl>
  ${legend()}
  ${breakdown(t('operations.numbers.byKind'), t('operations.numbers.kind'), kindsAndProviders.map(one => ({ key: `${one.kind} ${one.provider}`, name: html`${word('operations.kinds', one.kind)} <span class="hint">${providerName(one.provider)}</span>`, numbers: one.numbers })))}
  ${breakdown(t('operations.numbers.byProvider'), t('operations.numbers.provider'), providers.map(one => ({ key: one.provider, name: providerName(one.provider), numbers: one.numbers })))}
  <div class="pair">
    ${breakdown(t('operations.numbers.byStyle'), t('operations.numbers.style'), styles.map(one => ({ key: one.style, name: nameOf('styles', one.style), numbers: one.numbers })), true)}
    ${breakdown(t('operations.numbers.byPlatform'), t('operations.numbers.platform'), platforms.map(one => ({ key: one.platform, name: nameOf('platforms', one.platform), numbers: one.numbers })), true)}
  </div>`;

/** @param {string} caption @param {string} of @param {Line[]} lines @param {boolean} [isShort] Use alone, without times. */
function breakdown(caption, of, lines, isShort = false) {
  const most = Math.max(1, ...lines.map(line => line.numbers.jobs));
  const longest = Math.max(1, ...lines.map(line => line.numbers.p95Seconds ?? 0));
  return table({
    caption,
    columns: [
      { label: of }, { label: t('operations.numbers.outcomes'), kind: 'wide' }, { label: t('operations.numbers.success'), kind: 'number' },
      ...(isShort ? [] : [{ label: t('operations.numbers.time'), kind: /** @type {const} */ ('wide') }]), { label: t('operations.numbers.charged'), kind: 'number' },
    ],
    rows: [...lines].sort((one, other) => other.numbers.jobs - one.numbers.jobs).map(({ key, name, numbers }) => ({
      key,
      cells: [name, outcomes(numbers, most), rate(numbers.successRate), ...(isShort ? [] : [times(numbers, longest)]), money(numbers.chargedUsd)],
    })),
    empty: t('operations.numbers.none'),
  });
}

/** @param {Numbers} numbers @param {number} most */
function outcomes({ jobs, completed, simulated, failed, canceled }, most) {
  const parts = [
    { kind: 'live', n: Math.max(0, completed - simulated) }, { kind: 'simulated', n: Math.min(simulated, completed) },
    { kind: 'failed', n: failed }, { kind: 'canceled', n: canceled },
  ];
  return html`<span class="figure">${number(jobs)}</span>${stacked(parts.map(part => ({ kind: part.kind, share: part.n / most })))}
    <span class="unseen">${parts.filter(part => part.n > 0).map(part => t('operations.numbers.part', { n: part.n, kind: t(`operations.numbers.outcome.${part.kind}`) })).join(', ')}</span>`;
}

const legend = () => html`
  <ul class="legend" aria-label=${t('operations.numbers.legend')}>
    ${['live', 'simulated', 'failed', 'canceled'].map(kind => html`<li><span class="bar swatch" aria-hidden="true"><span class=${kind} .style=${'inline-size: 100%'}></span></span>${t(`operations.numbers.outcome.${kind}`)}</li>`)}
    <li><span class="bar range swatch" aria-hidden="true"><span class="reach" .style=${'inset-inline-start: 0; inline-size: 100%'}></span><span class="mark" .style=${'inset-inline-start: 40%'}></span></span>${t('operations.numbers.rangeLegend')}</li>
  </ul>`;

/** @param {Numbers} numbers @param {number} longest */
const times = ({ p50Seconds, p95Seconds, meanSeconds }, longest) => (p50Seconds === null || p95Seconds === null || meanSeconds === null
  ? html`<span class="hint">–</span>`
  : html`<span class="figure">${seconds(p50Seconds)}</span>${range(p50Seconds / longest, p95Seconds / longest, meanSeconds / longest)}<span class="hint small-figures">${t('operations.numbers.times', { mean: seconds(meanSeconds), p95: seconds(p95Seconds) })}</span>`);

/** @param {number | null} share */
const rate = share => (share === null ? '–' : percent(share));

/** @param {number | null} length */
const seconds = length => (length === null ? '–' : duration(length));
