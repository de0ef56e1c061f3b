// @ts-check
/** Small things that all sections are written and drawn with. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { date, duration, number, t, word } from '../words.js';

/** @param {string | number | Date} when */
export const clock = when => date(new Date(when), { timeStyle: 'medium' });

/** @param {string | number | Date} when With the day, unless it is today. */
export function moment(when) {
  const time = new Date(when);
  return time.toDateString() === new Date().toDateString() ? clock(time) : date(time);
}

/** @param {string | number | Date} when As an element that a machine can read too. */
export const timeOf = when => html`<time datetime=${new Date(when).toISOString()} title=${date(new Date(when), { dateStyle: 'full', timeStyle: 'long' })}>${moment(when)}</time>`;

/** @param {number} seconds As `42 s`, `3 min 7 s`, `2 h 5 min` or `3 d 4 h`. */
export function span(seconds) {
  if (seconds < 60) return duration(Math.max(0, seconds));

  /** @type {[string, number][]} */
  const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const first = units.findIndex(([, length]) => seconds >= length);
  let rest = Math.round(seconds);
  return units.slice(first, first + 2).map(([unit, length]) => {
    const whole = Math.floor(rest / length);
    rest -= whole * length;
    return whole > 0 ? number(whole, { style: 'unit', unit, unitDisplay: 'narrow' }) : '';
  }).join(' ').trim();
}

/** @param {number} seconds How long something took, be it ever so short. */
export const took = seconds => (seconds < 1 ? number(Math.max(0, Math.round(seconds * 1000)), { style: 'unit', unit: 'millisecond', unitDisplay: 'narrow' }) : span(seconds));

/** @param {string | number | Date} since How long ago. */
export const age = since => span(Math.round((Date.now() - new Date(since).getTime()) / 1000));

/** How long until then, as seconds count down; `due` once it is past. @param {string} when @param {string} due */
export const countdown = (when, due) => {
  const left = Math.ceil((new Date(when).getTime() - Date.now()) / 1000);
  return left > 0 ? span(left) : due;
};

/** @param {string | null | undefined} provider */
export const providerName = provider => word('job.provider', provider);

/** @param {'live' | 'simulated' | 'running' | 'warning' | 'danger' | ''} kind @param {import('../pictures/icons.js').IconName} picture @param {string} text */
export const badge = (kind, picture, text) => html`<span class="badge ${kind}">${icon(picture, 14)}${text}</span>`;

/** What a button is called where there are many alike: first what it says, so that it is found by that. @param {string} text @param {string} what */
export const about = (text, what) => t('operations.about', { text, what });

/** A figure with what it is of. @param {string} name @param {unknown} value @param {unknown} [note] @param {string} [kind] */
export const tile = (name, value, note = nothing, kind = '') => html`
  <div class="tile ${kind}"><dt>${name}</dt><dd class="value">${value}</dd>${note === nothing ? nothing : html`<dd class="note">${note}</dd>`}</div>`;
