// @ts-check
/** The jobs under way, those first that wait for a person, and those that ended lately. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { get, post } from '../api.js';
import { isOver } from '../live.js';
import { notify } from '../notices.js';
import { link } from '../router.js';
import { money, percent, t, word } from '../words.js';
import { ask } from './ask.js';
import { about, age, badge, providerName, tile, timeOf } from './bits.js';
import { Part } from './part.js';
import { table } from './table.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('./types').Queue} Queue */

const mostUnderWay = 100;
const mostEnded = 12;

/** @param {import('./types').Context} context */
export function queue(context) {
  const part = new Part(load);
  return { parts: [part], draw: () => html`
    <section class="panel stack queue" aria-labelledby="queue-title">
      <h2 id="queue-title">${t('operations.queue.title')}</h2>
      ${part.show(shown => show(shown, context))}
    </section>` };
}

/** @param {AbortSignal} signal @returns {Promise<Queue>} */
async function load(signal) {
  const [counts, newest, ...underWay] = await Promise.all([
    // The jobs are worth showing without.
    get('queues/status', { signal }).then(answer => answer.data, () => null),
    get(`videos?limit=${mostEnded * 2}`, { signal }),
    ...['submission_unknown', 'running', 'queued'].map(status => get(`videos?status=${status}&limit=${mostUnderWay}`, { signal })),
  ]);
  /** @type {Map<string, Job>} */
  const jobs = new Map();
  for (const job of underWay.flatMap(answer => answer.videos)) jobs.set(job.id, job);
  for (const job of newest.videos) if (!isOver(job)) jobs.set(job.id, job);
  return { counts, underWay: [...jobs.values()].filter(job => !isOver(job)).sort(byUrgency), ended: newest.videos.filter(isOver).sort(byEnd).slice(0, mostEnded) };
}

/** @param {Job} one @param {Job} other */
const byUrgency = (one, other) => urgency(one) - urgency(other) || one.createdAt.localeCompare(other.createdAt);

/** @param {Job} one @param {Job} other */
const byEnd = (one, other) => (other.completedAt ?? '').localeCompare(one.completedAt ?? '');

/** @param {Job} job */
const urgency = job => ['submission_unknown', 'running', 'queued'].indexOf(job.status);

/** @param {Queue} queue @param {import('./types').Context} context */
const show = ({ counts, underWay, ended }, context) => html`
  ${counts ? html`<dl class="tiles">
    ${tile(t('operations.queue.unknown'), counts.delayed, nothing, counts.delayed > 0 ? 'warning' : '')}
    ${tile(t('operations.queue.running'), counts.active)}
    ${tile(t('operations.queue.waiting'), counts.waiting)}
    ${tile(t('operations.queue.completed'), counts.completed)}
    ${tile(t('operations.queue.unsuccessful'), counts.failed)}
  </dl>` : nothing}
  ${table({
    caption: t('operations.queue.underWay', { n: underWay.length }),
    columns: columns(),
    rows: underWay.map(job => ({ key: job.id, kind: job.status === 'submission_unknown' ? 'urgent' : '', cells: cells(job, context) })),
    empty: t('operations.queue.idle'),
  })}
  ${table({ caption: t('operations.queue.ended'), columns: columns(), rows: ended.map(job => ({ key: job.id, cells: cells(job, context) })), empty: t('operations.queue.none') })}`;

/** @returns {import('./table.js').Column[]} */
const columns = () => [
  { label: t('operations.queue.video') }, { label: t('operations.queue.state') }, { label: t('operations.queue.age'), kind: 'number' },
  { label: t('operations.queue.by') }, { label: t('operations.queue.cost'), kind: 'number' }, { label: t('operations.actions'), kind: 'actions' },
];

/** @param {Job} job @param {import('./types').Context} context */
const cells = (job, context) => [
  html`<a class="prompt" href=${link('videos', job.id)}>${job.prompt}</a>`,
  state(job),
  isOver(job) ? timeOf(job.completedAt ?? job.updatedAt) : html`<time datetime=${job.createdAt}>${age(job.createdAt)}</time>`,
  html`${job.provider ? html`${providerName(job.provider)} <span class="hint">${job.model === job.provider ? '' : job.model}</span>` : html`<span class="hint">–</span>`}`,
  cost(job),
  html`<div class="row end">
    <a class="button quiet" href=${link('operations', null, { job: job.id })} aria-label=${about(t('operations.queue.history'), job.prompt)}>${t('operations.queue.history')}</a>
    ${isOver(job) ? nothing : html`<button class="quiet danger" aria-label=${about(t('operations.queue.cancel'), job.prompt)} @click=${() => cancel(job, context)}>${t('operations.queue.cancel')}</button>`}
  </div>`,
];

/** @param {Job} job */
export function state(job) {
  if (job.status === 'submission_unknown') return html`<div>${badge('warning', 'question', word('status', job.status))} <a href=${link('videos', job.id)}>${t('operations.queue.decide')}</a></div>`;
  if (job.status === 'queued') return badge('', 'clock', word('status', job.status));
  if (job.status === 'completed') return job.mode === 'simulation' ? badge('simulated', 'simulation', t('operations.simulated')) : badge('live', 'check', word('status', job.status));
  if (job.status === 'canceled') return badge('', 'cancel', word('status', job.status));
  if (job.status === 'failed') return html`${badge('danger', 'warning', word('status', job.status))}${job.error ? html`<span class="hint why">${word('error', job.error.code)}</span>` : nothing}`;
  return html`<div class="going">${badge('running', 'play', word('stage', job.stage))}<progress max="100" value=${job.progress} aria-label=${t('operations.queue.progressOf', { prompt: job.prompt })}></progress><span class="hint">${percent(job.progress / 100)}</span></div>`;
}

/** What providers charged so far, and of what was quoted. @param {Job} job */
const cost = job => {
  const spent = Math.max(job.cost.charged ?? 0, job.trace.reduce((sum, hop) => sum + (hop.cost ?? 0), 0));
  return html`${money(spent)}${job.cost.quoted !== null && !isOver(job) ? html` <span class="hint">${t('operations.queue.ofQuoted', { quoted: money(job.cost.quoted) })}</span>` : nothing}`;
};

/** @param {Job} job @param {import('./types').Context} context */
const cancel = (job, context) => ask({
  title: t('operations.queue.cancelTitle'),
  text: html`<p class="cited">${job.prompt}</p><p class="hint">${t('operations.queue.cancelText')}</p>`,
  action: t('operations.queue.cancelGo'),
  isDanger: true,
  async onAction() {
    await post(`videos/${job.id}/cancel`);
    notify({ text: t('operations.queue.canceling') });
    void context.refresh();
  },
});
