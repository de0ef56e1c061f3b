// @ts-check
/** What the caller has used: points, quota, jobs and money of this month, and whether the ledger adds up. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { get } from '../api.js';
import { date, money, number, t } from '../words.js';
import { bar } from './bars.js';
import { moment, providerName, tile } from './bits.js';
import { Part } from './part.js';
import { table } from './table.js';

/** @typedef {import('./types').Usage} Usage */

/** @returns {import('./types').Section} */
export function usage() {
  /** @type {Part<Usage>} */
  const part = new Part(signal => get('usage', { signal }));
  return { parts: [part], draw: () => html`
    <section class="panel stack" aria-labelledby="usage-title">
      <h2 id="usage-title">${t('operations.usage.title')}</h2>
      ${part.show(show)}
    </section>` };
}

/** @param {Usage} usage */
const show = ({ user, plan, points, quota, period, jobs, cost, ledger }) => html`
  <p class="hint">${t('operations.usage.who', { user, plan: plan.name, from: day(period.from), to: day(Date.parse(period.to) - 1) })}</p>
  <dl class="tiles">
    ${tile(t('operations.usage.available'), points.unlimited ? t('operations.usage.unlimited') : number(points.available ?? 0), points.reserved > 0 ? t('operations.usage.reserved', { n: points.reserved }) : nothing)}
    ${tile(t('operations.usage.spent'), number(points.spentThisPeriod), t('operations.usage.ever', { n: points.spent }))}
    ${tile(t('operations.usage.started'), number(jobs.started), t('operations.usage.underWay', { n: jobs.underWay }))}
    ${tile(t('operations.usage.succeeded'), number(jobs.succeeded), t('operations.usage.unsuccessful', { n: jobs.unsuccessful }))}
    ${tile(t('operations.usage.cost'), money(cost.total))}
    ${tile(t('operations.usage.ledger'), ledger.drift === 0 ? t('operations.usage.exact') : t('operations.usage.drift', { n: ledger.drift }), t('operations.usage.entries', { n: ledger.entries }), ledger.drift === 0 ? '' : 'danger')}
  </dl>
  <div class="pair">
    ${table({
      caption: t('operations.usage.quota'),
      columns: [{ label: t('operations.usage.limit') }, { label: t('operations.usage.used'), kind: 'wide' }, { label: t('operations.usage.resets'), kind: 'number' }],
      rows: [
        { key: 'running', cells: [t('operations.usage.running'), used(quota.running), '–'] },
        { key: 'day', cells: [t('operations.usage.day'), used(quota.day), moment(quota.day.resetsAt)] },
        { key: 'month', cells: [t('operations.usage.month'), used(quota.month), moment(quota.month.resetsAt)] },
        ...(points.unlimited ? [] : [{ key: 'points', cells: [t('operations.usage.points'), used({ used: points.spentThisPeriod + points.reserved, limit: plan.pointsPerMonth }), moment(period.to)] }]),
      ],
      empty: '',
    })}
    ${table({
      caption: t('operations.usage.byProvider'),
      columns: [{ label: t('operations.numbers.provider') }, { label: t('operations.usage.share'), kind: 'wide' }, { label: t('operations.usage.cost'), kind: 'number' }],
      rows: Object.entries(cost.byProvider).sort(([, one], [, other]) => other - one).map(([provider, usd]) => ({ key: provider, cells: [providerName(provider), bar(cost.total ? usd / cost.total : 0), money(usd)] })),
      empty: t('operations.usage.free'),
    })}
  </div>`;

/** @param {{ used: number, limit: number | null }} quota */
const used = ({ used, limit }) => (limit === null
  ? html`${number(used)} <span class="hint">${t('operations.usage.noLimit')}</span>`
  : html`<span class="figure">${t('operations.usage.of', { used, limit })}</span>${bar(limit ? Math.min(1, used / limit) : 1, used >= limit ? 'full' : '')}`);

/** @param {string | number} when */
const day = when => date(new Date(when), { day: 'numeric', month: 'short', timeZone: 'UTC' });
