// @ts-check
/** Who is told of what, and what was sent to them. */
import { html } from '../lib/lit-html/lit-html.js';
import { deliveries } from './deliveries.js';
import { subscriptions } from './subscriptions.js';

/** @param {import('./types').Context} context @returns {import('./types').Section} */
export function webhooks(context) {
  const subscribers = subscriptions(context);
  const sent = deliveries(context, () => subscribers.all());
  return { parts: [...subscribers.parts, ...sent.parts], draw: () => html`${subscribers.draw()}${sent.draw()}` };
}
