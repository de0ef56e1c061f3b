// @ts-check
/** One job from its start to its end: when each step began, how long it took, what came of it, and what it cost. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { asApiError, get } from '../api.js';
import { isOver } from '../live.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { money, t } from '../words.js';
import { age, clock, span, tile, timeOf, took } from './bits.js';
import { loadHistory, shownRaw } from './history.js';
import { Part, why } from './part.js';
import { state } from './queue.js';
import { stepsOf, stepsOfRecord } from './steps.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('./types').Step} Step */
/** @typedef {{ job: Job, steps: Step[], rest: unknown[], without: string | null }} Timeline */

/** @type {Record<Step['outcome'], import('../pictures/icons.js').IconName>} */
const pictures = { good: 'check', bad: 'warning', simulated: 'simulation', open: 'clock', plain: 'info' };

/** Where a step's bar reaches a person can see. */
const leastShare = 0.004;

/** @param {import('./types').Context} context @returns {import('./types').Section} */
export function timeline(context) {
  const id = context.query().get('job') ?? '';
  /** @type {Part<Timeline>} */
  const part = new Part(signal => load(id, signal, part.data));
  return { parts: [part], draw: () => html`
    <section class="panel stack timeline" aria-labelledby="timeline-title">
      <div class="row spread">
        <h2 id="timeline-title">${t('operations.timeline.title')}</h2>
        <span class="row"><a class="button quiet" href=${link('operations')}>${icon('chevronLeft', 18)}${t('operations.timeline.toQueue')}</a>
        <a class="button" href=${link('videos', id)}>${t('operations.timeline.toVideo')}</a></span>
      </div>
      ${part.show(show)}
    </section>` };
}

/** @param {string} id @param {AbortSignal} signal @param {Timeline | undefined} before @returns {Promise<Timeline>} */
async function load(id, signal, before) {
  /** @type {Job} */
  const job = await get(`videos/${encodeURIComponent(id)}`, { signal });
  // What is over does not change any more.
  if (before && before.without === null && isOver(before.job) && before.job.updatedAt === job.updatedAt) return before;

  try {
    return { job, without: null, ...stepsOf(job, await loadHistory(job, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    return { job, steps: stepsOfRecord(job), rest: [], without: whyWithout(asApiError(error)) };
  }
}

/** @param {import('../api.js').ApiError} error */
const whyWithout = error => (error.status === 403 ? t('operations.timeline.notAllowed') : error.status === 404 ? t('operations.timeline.gone') : t('operations.timeline.notReached', { why: why(error) }));

/** @param {Timeline} timeline */
function show({ job, steps, rest, without }) {
  const [from, to] = [Date.parse(job.createdAt), isOver(job) ? Math.max(Date.parse(job.completedAt ?? job.updatedAt), ...steps.map(step => step.until ?? 0)) : Date.now()];
  const spent = steps.reduce((sum, step) => sum + (step.cost ?? 0), 0);
  return html`
    <p class="cited">${job.prompt}</p>
    <dl class="tiles">
      ${tile(t('operations.queue.state'), state(job))}
      ${tile(t('operations.timeline.began'), timeOf(job.createdAt))}
      ${tile(isOver(job) ? t('operations.timeline.took') : t('operations.timeline.goes'), isOver(job) ? span((Date.parse(job.completedAt ?? job.updatedAt) - from) / 1000) : age(job.createdAt))}
      ${tile(t('operations.numbers.charged'), money(Math.max(spent, job.cost.charged ?? 0)), job.cost.quoted === null ? nothing : t('operations.timeline.quoted', { quoted: money(job.cost.quoted) }))}
    </dl>
    ${without ? html`<p class="refusal">${icon('info', 18)}<span>${t('operations.timeline.fromRecord')} ${without}</span></p>` : nothing}
    <ol class="steps">
      ${repeat(steps, (step, at) => `${step.at} ${at} ${step.title}`, step => row(step, from, Math.max(1, to - from)))}
      <li class="sum"><span class="what">${t('operations.timeline.sum')}</span><span class="money">${money(spent)}</span></li>
    </ol>
    ${rest.length > 0 ? html`<details><summary>${t('operations.timeline.rest', { n: rest.length })}</summary>${raw(rest)}</details>` : nothing}`;
}

/** @param {Step} step @param {number} from @param {number} length */
function row(step, from, length) {
  const until = step.until ?? Date.now();
  const [start, share] = [(step.at - from) / length, Math.max(leastShare, (until - step.at) / length)];
  return html`
    <li class="step ${step.outcome}">
      <span class="when"><time datetime=${new Date(step.at).toISOString()}>${clock(step.at)}</time><span class="hint">+${took((step.at - from) / 1000)}</span></span>
      <span class="sign">${icon(pictures[step.outcome], 14)}</span>
      <div class="what">
        <strong>${step.title}</strong>${step.video === null ? nothing : html` <span class="badge">${t('operations.timeline.video', { n: step.video + 1 })}</span>`}
        ${step.said.length > 0 ? html`<p class="said">${step.said.map((text, at) => html`<span>${text}</span>${at < step.said.length - 1 ? ' · ' : nothing}`)}</p>` : nothing}
        ${step.raw.length > 0 ? html`<details><summary>${t('operations.timeline.raw', { n: step.raw.length })}</summary>${raw(step.raw)}</details>` : nothing}
      </div>
      <span class="track" aria-hidden="true"><span .style=${`inset-inline-start: ${percent(start)}; inline-size: ${percent(Math.min(share, 1 - Math.min(1 - leastShare, start)))}`}></span></span>
      <span class="took">${step.until === null ? html`${t('operations.timeline.still', { time: span((until - step.at) / 1000) })}` : took((step.until - step.at) / 1000)}</span>
      <span class="money">${step.cost === null ? html`<span class="unseen">${t('operations.timeline.noCost')}</span>` : money(step.cost)}</span>
    </li>`;
}

/** @param {unknown[]} events */
const raw = events => html`<pre tabindex="0">${events.map(shownRaw).join('\n')}</pre>`;

/** @param {number} share */
const percent = share => `${(Math.min(1 - leastShare, Math.max(0, share)) * 100).toFixed(2)}%`;
