// @ts-check
/** The stages of a job with their times, from top to bottom. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { duration, t, word } from '../words.js';
import { elapsed, stages } from './moments.js';

/** @typedef {import('../types').Job} Job @typedef {import('./moments.js').Moments} Moments */

/** @param {Job} job @param {Moments} moments */
export function timeline(job, moments) {
  const frame = firstFrame(job);
  const at = stages.indexOf(job.stage);
  const shown = stages.filter(stage => stage === job.stage || (stage === 'first_frame' ? frame !== null : stage === 'transcoding' ? job.timings.transcode !== null : true));
  return html`<ol class="timeline">${shown.map(stage => {
    const place = stages.indexOf(stage);
    const state = place < at || job.status === 'completed' ? 'past' : place > at ? 'next' : job.completedAt ? 'broken' : job.status === 'submission_unknown' ? 'held' : 'now';
    const took = state === 'next' ? null : job.completedAt ? timed(job, stage, frame) : moments.seconds(job, stage);
    return html`
      <li class=${state} aria-current=${state === 'now' || state === 'held' ? 'step' : nothing}>
        <span class="dot">${state === 'past' ? icon('check', 12) : state === 'broken' ? icon('close', 12) : nothing}</span>
        <span class="name">${word('stage', stage)}${hint(job, state)}</span>
        <span class="took">${took === null ? nothing : duration(took < 10 ? Math.floor(took * 10) / 10 : Math.floor(took))}</span>
      </li>`;
  })}</ol>`;
}

/** @param {Job} job @param {string} state */
const hint = (job, state) => state === 'broken' ? html`<span class="hint">${word('status', job.status)}</span>`
  : state === 'held' ? html`<span class="hint">${t('job.unknown.held')}</span>`
    : state === 'next' || state === 'past' ? html`<span class="unseen">, ${t(`job.${state}`)}</span>` : nothing;

/** @param {Job} job @param {string} stage @param {number | null} frame */
function timed({ timings, ...job }, stage, frame) {
  const known = /** @type {Record<string, number | null>} */ ({
    queued: timings.queued,
    preparing: timings.enhance,
    first_frame: frame || null,
    generating: timings.generate === null ? null : timings.generate - (frame ?? 0),
    downloading: timings.download,
    transcoding: timings.transcode,
    done: job.status === 'completed' ? timings.total : null,
  });
  return known[stage] ?? null;
}

/**
 * How long the picture took that the video begins with: the service counts it with the rest, but the trace tells when it was there.
 * Null when there was none, 0 when nobody can tell.
 * @param {Job} job
 */
function firstFrame(job) {
  const made = job.trace.findIndex(hop => hop.verdict === 'succeeded' && hop.model !== job.model && hop.provider === job.provider);
  const hop = job.trace[made];
  if (!hop) return null;
  if (job.count > 1 || made > 0 || job.timings.queued === null) return 0;
  return Math.max(0, elapsedUntil(job, hop.at) - job.timings.queued - (job.timings.enhance ?? 0));
}

/** @param {Job} job @param {string} at */
const elapsedUntil = (job, at) => (Date.parse(at) - Date.parse(job.createdAt)) / 1000;

/** What is left by what is usual, said as such. @param {Job} job @param {number | null} usual Seconds in all. */
export function estimate(job, usual) {
  if (!usual || job.status === 'submission_unknown') return '';

  const left = usual - elapsed(job);
  return left > 1 ? t('job.left', { about: duration(round(left)), usual: duration(usual) }) : t('job.longer', { usual: duration(usual) });
}

// Nobody knows it to the second, so nobody is told so.
const round = (/** @type {number} */ seconds) => seconds > 20 ? Math.ceil(seconds / 10) * 10 : Math.max(5, Math.ceil(seconds / 5) * 5);
