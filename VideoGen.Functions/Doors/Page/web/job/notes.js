// @ts-check
/** What a person should know about a job besides its picture: that it is simulated, failed, was called off, or came late. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { knows, money, t, word } from '../words.js';

/** @typedef {import('../types').Job} Job */

/** @param {Job} job */
export const notes = job => [simulated(job), failed(job), canceled(job), late(job)];

// The service's own words for why, in those of this page.
const reasons = /** @type {[RegExp, string][]} */ ([
  [/as requested/, 'asked'],
  [/insufficient credits/, 'credits'],
  [/key refused/, 'key'],
  [/no longer available/, 'retired'],
  [/not configured|no provider configured/, 'unconfigured'],
  [/does not do this|does this/, 'unable'],
  [/unavailable/, 'outage'],
]);

/** @param {Job} job */
function simulated(job) {
  if (job.mode !== 'simulation') return nothing;

  const said = /\((.*)\)/.exec(job.message)?.[1] ?? '';
  const reason = reasons.find(([form]) => form.test(said))?.[1];
  return html`<div class="note simulated" role="note">${icon('simulation')}
    <div><p><strong>${t('job.simulated.title')}</strong> ${reason ? t(`job.simulated.${reason}`) : said}</p>
      <p class="hint">${t('job.simulated.free')}</p></div></div>`;
}

/** @param {Job} job */
function failed(job) {
  if (!job.error) return nothing;

  const { code, message, billed } = job.error;
  const said = [...job.trace].reverse().find(hop => hop.detail && hop.verdict !== 'succeeded')?.detail ?? message;
  return html`<section class="note danger" aria-labelledby="failed">${icon('warning')}
    <div class="stack">
      <h2 id="failed">${job.trace.at(-1)?.verdict === 'unknown' ? t('job.failed.unknown') : word('error', code)}</h2>
      <blockquote lang="en">${said}</blockquote>
      <p>${billed === null ? t('job.failed.unsure') : billed ? t('job.failed.billed', { cost: money(job.cost.charged ?? 0) }) : t('job.failed.free')}
        ${job.cost.points === 0 ? t('job.failed.points') : nothing}</p>
      <p>${t(`job.failed.next.${knows(`job.failed.next.${code}`) ? code : 'other'}`)}</p>
      <p class="row">
        <a class="button primary" href=${link('', null, { like: job.id })}>${icon('retry', 18)} ${t(code === 'CONTENT_REJECTED' ? 'job.failed.change' : 'job.failed.again')}</a>
      </p>
    </div></section>`;
}

/** @param {Job} job */
function canceled(job) {
  if (job.status !== 'canceled') return nothing;

  return html`<section class="note" aria-labelledby="canceled">${icon('cancel')}
    <div class="stack">
      <h2 id="canceled">${t('job.canceled.title')}</h2>
      <p>${job.cost.charged ? t('job.canceled.paid', { cost: money(job.cost.charged) }) : t('job.canceled.free')}</p>
      <p class="row"><a class="button" href=${link('', null, { like: job.id })}>${icon('retry', 18)} ${t('job.like')}</a></p>
    </div></section>`;
}

/** @param {Job} job */
const late = job => job.videos.some(video => video.status === 'late')
  ? html`<div class="note warning" role="note">${icon('clock')}<div><p><strong>${t('job.late.title')}</strong> ${t('job.late.why')}</p></div></div>`
  : nothing;
