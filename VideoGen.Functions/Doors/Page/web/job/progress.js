// @ts-check
/** Where the picture will be: how far the job is, in the shape that it will have. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { duration, percent, t, word } from '../words.js';
import { elapsed } from './moments.js';
import { estimate } from './timeline.js';

/** @typedef {import('../types').Job} Job */

/** @param {Job} job @param {{ away: boolean, canceling: boolean, usual: number | null, onCancel: () => void }} view */
export function progress(job, { away, canceling, usual, onCancel }) {
  const isCanceling = canceling || job.message === 'Canceling';
  return html`
    <section class="making ${job.status === 'submission_unknown' ? 'held' : ''}" aria-labelledby="making" .style=${`--shape: ${job.width ?? 16} / ${job.height ?? 9}; --ratio: ${(job.width ?? 16) / (job.height ?? 9)}`}>
      <div class="frames">${Array.from({ length: job.count }, (_, index) => html`
        <div class="frame">${job.count > 1 ? html`<span>${t('job.videoOf', { n: index + 1, of: job.count })}</span>` : nothing}</div>`)}</div>
      <div class="state">
        <p class="percent" aria-hidden="true">${percent(job.progress / 100)}</p>
        <h2 id="making">${isCanceling ? t('job.canceling') : job.status === 'submission_unknown' ? word('status', job.status) : word('stage', job.stage)}</h2>
        <progress max="100" value=${job.progress} aria-labelledby="making"></progress>
        <p class="clock"><span>${t('job.since', { time: duration(Math.floor(elapsed(job))) })}</span> <span>${isCanceling ? nothing : estimate(job, usual)}</span></p>
        <p class="row">
          <button aria-disabled=${String(isCanceling)} @click=${() => isCanceling || onCancel()}>${t('job.cancel.button')}</button>
          <span class="away" role="status">${away ? t('job.away') : nothing}</span>
        </p>
      </div>
    </section>`;
}
