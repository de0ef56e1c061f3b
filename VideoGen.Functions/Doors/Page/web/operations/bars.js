// @ts-check
/** Bars that stand in table cells beside the numbers they show: a picture of them, and nothing besides. */
import { html } from '../lib/lit-html/lit-html.js';

/** @param {number} share From 0 to 1. @param {string} [kind] */
export const bar = (share, kind = '') => html`<span class="bar" aria-hidden="true"><span class=${kind} .style=${`inline-size: ${percent(share)}`}></span></span>`;

/** Parts side by side, together as long as their share of the longest. @param {{ kind: string, share: number }[]} parts */
export const stacked = parts => html`<span class="bar" aria-hidden="true">${parts.filter(part => part.share > 0).map(part => html`<span class=${part.kind} .style=${`inline-size: ${percent(part.share)}`}></span>`)}</span>`;

/** From the usual to the slow, with a mark at the mean. @param {number} from @param {number} to @param {number} mark */
export const range = (from, to, mark) => html`
  <span class="bar range" aria-hidden="true">
    <span class="reach" .style=${`inset-inline-start: ${percent(from)}; inline-size: ${percent(Math.max(0.01, to - from))}`}></span>
    <span class="mark" .style=${`inset-inline-start: ${percent(mark)}`}></span>
  </span>`;

/** @param {number} share */
const percent = share => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
