// @ts-check
/** What was sent to subscribers: each attempt, its answer, when it is tried next; and sending it again. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { get, post } from '../api.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { link, setQuery } from '../router.js';
import { number, t, word } from '../words.js';
import { ask } from './ask.js';
import { about, badge, countdown, timeOf } from './bits.js';
import { Part } from './part.js';
import { attempt, eventTypes } from './subscriptions.js';
import { table } from './table.js';

/** @typedef {import('./types').Delivery} Delivery */
/** @typedef {import('./types').Context} Context */

const page = 20;
const filters = ['status', 'type', 'subscription', 'video', 'after'];
const statuses = ['pending', 'delivered', 'failed', 'canceled'];

/** @type {Record<Delivery['status'], ['live' | 'warning' | 'danger' | '', import('../pictures/icons.js').IconName]>} */
const looks = { pending: ['warning', 'clock'], delivered: ['live', 'check'], failed: ['danger', 'warning'], canceled: ['', 'cancel'] };

/** @param {Context} context @param {() => import('./types').Subscription[]} subscribers */
export function deliveries(context, subscribers) {
  /** @type {Part<import('./types').Deliveries>} */
  const part = new Part(signal => {
    const asked = new URLSearchParams(filters.flatMap(name => (context.query().get(name) ? [[name, context.query().get(name) ?? '']] : [])));
    return get(`webhooks/deliveries?limit=${page}${asked.size ? `&${asked}` : ''}`, { signal });
  });
  return { parts: [part], draw: () => html`
    <section class="panel stack" aria-labelledby="deliveries-title">
      <div class="row spread">
        <h2 id="deliveries-title">${t('operations.deliveries.title')}</h2>
        <button ?disabled=${subscribers().length === 0} @click=${() => sendSince(context, subscribers())}>${icon('retry', 18)}${t('operations.deliveries.since')}</button>
      </div>
      ${filterBar(context, subscribers())}
      ${part.show(shown => show(shown, context, subscribers()))}
    </section>` };
}

/** @param {Context} context @param {import('./types').Subscription[]} subscribers */
const filterBar = (context, subscribers) => html`
  <div class="row filters">
    ${choice(context, 'status', t('operations.deliveries.state'), statuses.map(status => [status, t(`operations.deliveries.states.${status}`)]))}
    ${choice(context, 'type', t('operations.deliveries.event'), [...eventTypes, 'webhook.test'].map(type => [type, eventName(type)]))}
    ${choice(context, 'subscription', t('operations.deliveries.receiver'), subscribers.map(one => [one.id, one.description ?? one.url]))}
    ${context.query().get('video') ? html`<button class="quiet" @click=${() => change(context, { video: null })}>${icon('close', 16)}${t('operations.deliveries.ofVideo')}</button>` : nothing}
  </div>`;

/** @param {Context} context @param {string} name @param {string} label @param {string[][]} options */
const choice = (context, name, label, options) => html`
  <label>${label}
    <select @change=${(/** @type {Event} */ event) => change(context, { [name]: /** @type {HTMLSelectElement} */ (event.target).value })}>
      <option value="">${t('operations.deliveries.any')}</option>
      ${options.map(([value, text]) => html`<option value=${value ?? ''} ?selected=${context.query().get(name) === value}>${text}</option>`)}
    </select>
  </label>`;

/** Another filter begins at the newest. @param {Context} context @param {Record<string, string | null>} query */
const change = (context, query) => setQuery({ ...Object.fromEntries(context.query()), after: null, ...query });

/** @param {import('./types').Deliveries} found @param {Context} context @param {import('./types').Subscription[]} subscribers */
const show = ({ deliveries, next }, context, subscribers) => html`
  ${table({
    caption: t('operations.deliveries.title'),
    isCaptionUnseen: true,
    columns: [
      { label: t('operations.deliveries.event') }, { label: t('operations.deliveries.receiver') }, { label: t('operations.deliveries.state') },
      { label: t('operations.deliveries.answer') }, { label: t('operations.deliveries.time'), kind: 'number' }, { label: t('operations.actions'), kind: 'actions' },
    ],
    rows: deliveries.map(one => ({ key: one.id, cells: cells(one, context, subscribers), more: () => details(one) })),
    empty: t('operations.deliveries.none'),
    draw: context.draw,
  })}
  <div class="row spread">
    ${context.query().get('after') ? html`<a class="button" href=${link('operations', null, { ...Object.fromEntries(context.query()), after: null })}>${icon('chevronLeft', 18)}${t('operations.deliveries.newest')}</a>` : html`<span></span>`}
    ${next ? html`<a class="button" href=${link('operations', null, { ...Object.fromEntries(context.query()), after: next })}>${t('operations.deliveries.older')}${icon('chevronRight', 18)}</a>` : nothing}
  </div>`;

/** @param {Delivery} one @param {Context} context @param {import('./types').Subscription[]} subscribers */
const cells = (one, context, subscribers) => {
  const [kind, picture] = looks[one.status];
  const last = one.attempts.at(-1);
  return [
    html`<span>${eventName(one.type)}</span> ${one.videoId ? html`<a class="hint" href=${link('videos', one.videoId)} aria-label=${about(t('operations.deliveries.video'), one.videoId)}>${t('operations.deliveries.video')}</a>` : nothing}`,
    html`<span class="url">${one.url}</span><span class="hint why">${one.subscription ? subscribers.find(known => known.id === one.subscription)?.description : t(`operations.deliveries.targets.${one.target}`)}</span>`,
    html`${badge(kind, picture, t(`operations.deliveries.states.${one.status}`))}
      ${one.nextAttemptAt ? html`<span class="hint why">${t('operations.deliveries.next', { left: countdown(one.nextAttemptAt, t('operations.deliveries.now')) })}</span>` : nothing}`,
    last ? html`<span class="mono">${answer(last)}</span><span class="hint why">${t('operations.deliveries.tries', { n: one.attempts.length })}</span>` : html`<span class="hint">–</span>`,
    timeOf(one.createdAt),
    html`<div class="row end"><button class="quiet" aria-label=${about(t('operations.deliveries.again'), `${eventName(one.type)}, ${one.url}`)}
      @click=${() => attempt(context, () => post(`webhooks/deliveries/${one.id}/redeliver`), t('operations.deliveries.sent'))}>${t('operations.deliveries.again')}</button></div>`,
  ];
};

/** @param {string} type */
const eventName = type => word('operations.event', type.replace('video.', '').replace('webhook.', ''));

/** @param {import('./types').Attempt} attempt */
const answer = ({ status, latencyMs }) => `${status ?? t('operations.deliveries.noAnswer')} · ${number(latencyMs, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' })}`;

/** @param {Delivery} one */
const details = one => html`
  <div class="stack">
    <h3>${t('operations.deliveries.attempts')}</h3>
    ${one.attempts.length === 0 ? html`<p class="hint">${t('operations.deliveries.untried')}</p>` : html`<ol class="attempts">
      ${one.attempts.map(attempt => html`<li>
        <span class="number">${attempt.number}.</span> ${timeOf(attempt.at)} <strong class="mono">${answer(attempt)}</strong>
        ${attempt.trouble ? html`<span class="fault">${attempt.trouble}</span>` : nothing}
        ${attempt.response ? html`<pre>${attempt.response}</pre>` : nothing}
      </li>`)}
    </ol>`}
    <p class="hint">webhook-id <code>${one.eventId}</code></p>
    <details><summary>${t('operations.deliveries.payload')}</summary><pre tabindex="0">${JSON.stringify(one.payload, null, 2)}</pre></details>
  </div>`;

/** @param {Context} context @param {import('./types').Subscription[]} subscribers */
const sendSince = (context, subscribers) => ask({
  title: t('operations.deliveries.since'),
  text: html`
    <label>${t('operations.deliveries.receiver')}<select name="subscription">${subscribers.map(one => html`<option value=${one.id} ?disabled=${!one.enabled}>${one.description ? `${one.description} (${one.url})` : one.url}</option>`)}</select></label>
    <label>${t('operations.deliveries.sinceTime')}<input type="datetime-local" name="since" required .value=${dayAgo()}></label>
    <label class="check"><input type="checkbox" name="failedOnly" checked>${t('operations.deliveries.failedOnly')}</label>
    <p class="hint">${t('operations.deliveries.sinceHint')}</p>`,
  action: t('operations.deliveries.sinceGo'),
  async onAction(form) {
    const { count, more } = await post(`webhooks/subscriptions/${form.get('subscription')}/redeliver`, {
      since: new Date(String(form.get('since'))).toISOString(), failedOnly: form.has('failedOnly'),
    });
    notify({ kind: 'done', text: `${t('operations.deliveries.sentMany', { n: count })}${more ? ` ${t('operations.deliveries.more')}` : ''}` });
    void context.refresh();
  },
});

/** In the reader's own time, as the field takes it. */
function dayAgo() {
  const time = new Date(Date.now() - 86_400_000);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
