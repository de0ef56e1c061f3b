// @ts-check
/** A part of the page that loads by itself, keeps what it had when it cannot, and says why. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { asApiError } from '../api.js';
import { icon } from '../pictures/icons.js';
import { t, word } from '../words.js';
import { clock } from './bits.js';

/** @template T */
export class Part {
  /** @type {T | undefined} */
  data;

  /** @type {import('../api.js').ApiError | null} */
  error = null;

  /** When it was as it is shown. @type {number | null} */
  at = null;

  /** @param {(signal: AbortSignal) => Promise<T>} load */
  constructor(load) {
    this.load = load;
  }

  /** @param {AbortSignal} signal */
  async refresh(signal) {
    try {
      this.data = await this.load(signal);
      this.error = null;
      this.at = Date.now();
    } catch (error) {
      if (!signal.aborted) this.error = asApiError(error);
    }
  }

  /** What was loaded, below what kept it from being loaded anew. @param {(data: T) => unknown} show */
  show(show) {
    return html`
      ${this.error ? refusal(this.error, this.at) : nothing}
      ${this.data !== undefined && this.error?.status !== 403 ? show(this.data) : this.error ? nothing : html`<p class="hint">${t('operations.loading')}</p>`}`;
  }
}

/** What went wrong, in a sentence. @param {import('../api.js').ApiError} error */
export const why = error => {
  const fields = Object.values(error.errors).flat();
  return fields.length > 0 ? fields.join(' ') : `${word('error', error.code)} ${error.status ? error.message : ''}`.trim();
};

/** @param {import('../api.js').ApiError} error @param {number | null} at */
const refusal = (error, at) => html`
  <p class="refusal ${error.status === 403 ? '' : 'broken'}">
    ${icon(error.status === 403 ? 'lock' : 'warning', 18)}
    <span>${error.status === 403 ? t('operations.mayNot') : t('operations.notLoaded', { why: why(error) })}
      ${at && error.status !== 403 ? t('operations.asOf', { time: clock(at) }) : nothing}</span>
  </p>`;
