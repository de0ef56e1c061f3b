// @ts-check
/** A paid request whose answer was lost: what is known, and the three ways out, each with what it means for the money. */
import { ApiError, post } from '../api.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { date, money, t, word } from '../words.js';

/** @typedef {import('../types').Job} Job */

const usualMilliseconds = 6000;

export class Unknown {
  #isBusy = false;
  #fault = '';

  /** @param {() => void} draw */
  constructor(draw) {
    this.draw = draw;
  }

  /** @param {Job} job */
  show(job) {
    if (job.status !== 'submission_unknown') return nothing;

    const hop = [...job.trace].reverse().find(one => one.verdict === 'unknown');
    const isBusy = this.#isBusy;
    const price = money((job.cost.quoted ?? 0) / job.count);
    const values = { provider: word('job.provider', hop?.provider ?? job.provider), model: hop?.model ?? job.model ?? '', when: date(hop?.at ?? job.updatedAt, { timeStyle: 'short' }), price };
    return html`
      <section class="note warning unknown" aria-labelledby="unknown">${icon('question')}
        <div class="stack">
          <h2 id="unknown">${t('job.unknown.title')}</h2>
          <p>${t('job.unknown.what', values)}</p>
          <ul class="known">
            ${hop?.detail ? html`<li>${t('job.unknown.line')} <q lang="en">${hop.detail}</q></li>` : nothing}
            ${hop?.key ? html`<li>${t('job.unknown.key')} <span class="mono">${hop.key}</span></li>` : nothing}
            <li>${t('job.unknown.safe')}</li>
          </ul>
          <p><strong>${t('job.unknown.look', values)}</strong></p>
          <div class="ways">
            <form class="way" @submit=${(/** @type {SubmitEvent} */ event) => this.#adopt(event, job)}>
              <h3>${t('job.unknown.adopt.title')}</h3>
              <p class="hint">${t('job.unknown.adopt.money', values)}</p>
              <label for="task">${t('job.unknown.adopt.task')}</label>
              <input id="task" name="task" class="mono" required autocomplete="off" spellcheck="false" aria-describedby="task-hint">
              <p class="hint" id="task-hint">${t((hop?.provider ?? job.provider) === 'google' ? 'job.unknown.adopt.operation' : 'job.unknown.adopt.where', values)}</p>
              <button class="primary" aria-disabled=${String(isBusy)}>${t('job.unknown.adopt.go')}</button>
            </form>
            <form class="way" @submit=${(/** @type {SubmitEvent} */ event) => this.#send(event, job, { action: 'resubmit' })}>
              <h3>${t('job.unknown.resubmit.title')}</h3>
              <p class="hint">${t('job.unknown.resubmit.money', values)}</p>
              <button aria-disabled=${String(isBusy)}>${t('job.unknown.resubmit.go', values)}</button>
            </form>
            <form class="way" @submit=${(/** @type {SubmitEvent} */ event) => this.#send(event, job, { action: 'abandon' })}>
              <h3>${t('job.unknown.abandon.title')}</h3>
              <p class="hint">${t('job.unknown.abandon.money', values)}</p>
              <button aria-disabled=${String(isBusy)}>${t('job.unknown.abandon.go')}</button>
            </form>
          </div>
          <p role="status">${isBusy ? t('job.unknown.sent') : nothing}</p>
          ${this.#fault ? html`<p class="fault" role="alert">${this.#fault}</p>` : nothing}
        </div>
      </section>`;
  }

  /** @param {SubmitEvent} event @param {Job} job */
  #adopt(event, job) {
    const taskId = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('task')).trim();
    this.#send(event, job, { action: 'adopt', taskId });
  }

  /** @param {SubmitEvent} event @param {Job} job @param {object} resolution */
  async #send(event, job, resolution) {
    event.preventDefault();
    if (this.#isBusy) return;

    [this.#isBusy, this.#fault] = [true, ''];
    this.draw();
    try {
      await post(`videos/${job.id}/resolve`, resolution);
      // The job goes on within that time, unless another of its videos waits as well.
      await new Promise(resolve => setTimeout(resolve, usualMilliseconds));
    } catch (error) {
      this.#fault = error instanceof ApiError ? `${word('error', error.code)} ${error.message}` : String(error);
    }
    this.#isBusy = false;
    this.draw();
  }
}
