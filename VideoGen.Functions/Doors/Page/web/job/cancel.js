// @ts-check
/** Asks before a job is called off, and says what it means for the money. */
import { ApiError, post } from '../api.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { notify } from '../notices.js';
import { money, t, word } from '../words.js';

// A task of theirs cannot be ended: it runs on, is charged, and its result is kept when it comes.
const unstoppable = ['google', 'kling'];

/** @param {import('../types').Job} job @param {AbortSignal} signal @returns {Promise<boolean>} Whether it is being called off. */
export async function askToCancel(job, signal) {
  const dialog = document.createElement('dialog');
  dialog.className = 'cancel';
  dialog.setAttribute('aria-labelledby', 'cancel-title');
  const charged = job.trace.reduce((sum, hop) => sum + (hop.cost ?? 0), 0);
  render(html`
    <form method="dialog" class="stack">
      <h2 id="cancel-title">${t('job.cancel.title')}</h2>
      <p>${charged ? t('job.cancel.charged', { cost: money(charged) }) : t('job.cancel.nothing')}</p>
      <p>${job.mode === 'simulation' ? t('job.cancel.simulated') : t(unstoppable.includes(job.provider ?? '') ? 'job.cancel.runsOn' : 'job.cancel.ends', { provider: word('job.provider', job.provider) })}</p>
      ${job.cost.points ? html`<p>${t('job.cancel.points', { n: job.cost.points })}</p>` : nothing}
      <p class="row">
        <button value="no" autofocus>${t('job.cancel.no')}</button>
        <button class="danger" value="yes">${t('job.cancel.yes')}</button>
      </p>
    </form>`, dialog);
  document.body.append(dialog);
  dialog.showModal();
  const leave = () => dialog.close('no');
  signal.addEventListener('abort', leave);
  await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
  signal.removeEventListener('abort', leave);
  dialog.remove();
  if (dialog.returnValue !== 'yes') return false;

  try {
    await post(`videos/${job.id}/cancel`);
    return true;
  } catch (error) {
    // It was over before: that is no fault, and shows by itself.
    if (!(error instanceof ApiError) || error.code !== 'CONFLICT') notify({ kind: 'error', text: error instanceof ApiError ? word('error', error.code) : String(error) });
    return false;
  }
}
