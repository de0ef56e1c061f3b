// @ts-check
/** What goes on at this moment: the queue, and the providers that work it off. */
import { html } from '../lib/lit-html/lit-html.js';
import { providers } from './providers.js';
import { queue } from './queue.js';

/** @param {import('./types').Context} context @returns {import('./types').Section} */
export function now(context) {
  const [jobs, keys] = [queue(context), providers(context)];
  return { parts: [...jobs.parts, ...keys.parts], draw: () => html`${jobs.draw()}${keys.draw()}` };
}
