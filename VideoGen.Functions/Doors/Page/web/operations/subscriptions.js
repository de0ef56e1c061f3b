// @ts-check
/** Subscriptions: made, tested, enabled, given a new secret, ended. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { asApiError, get, patch, post, remove } from '../api.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { number, t, word } from '../words.js';
import { ask, showDialog } from './ask.js';
import { about, age, badge, moment } from './bits.js';
import { Part, why } from './part.js';
import { table } from './table.js';

/** @typedef {import('./types').Subscription} Subscription */
/** @typedef {import('./types').Context} Context */

export const eventTypes = ['video.started', 'video.progress', 'video.completed', 'video.failed', 'video.canceled'];

/** @param {Context} context */
export function subscriptions(context) {
  /** @type {Part<{ subscriptions: Subscription[] }>} */
  const part = new Part(signal => get('webhooks/subscriptions', { signal }));
  return {
    parts: [part],
    all: () => part.data?.subscriptions ?? [],
    draw: () => html`
      <section class="panel stack" aria-labelledby="subscriptions-title">
        <div class="row spread">
          <h2 id="subscriptions-title">${t('operations.subscriptions.title')}</h2>
          <button @click=${() => create(context)}>${icon('plus', 18)}${t('operations.subscriptions.create')}</button>
        </div>
        ${part.show(shown => table({
          caption: t('operations.subscriptions.title'),
          isCaptionUnseen: true,
          columns: [
            { label: t('operations.subscriptions.receiver') }, { label: t('operations.subscriptions.events') },
            { label: t('operations.subscriptions.state') }, { label: t('operations.actions'), kind: 'actions' },
          ],
          rows: shown.subscriptions.map(one => ({ key: one.id, kind: one.enabled ? '' : 'disabled', cells: cells(one, context) })),
          empty: t('operations.subscriptions.none'),
        }))}
      </section>`,
  };
}

/** @param {Subscription} one @param {Context} context */
const cells = (one, context) => [
  html`<span class="url">${one.url}</span>${one.description ? html`<span class="hint why">${one.description}</span>` : nothing}`,
  html`<span title=${one.events.join(', ')}>${one.events.length === eventTypes.length ? t('operations.subscriptions.all') : one.events.map(event => word('operations.event', event.replace('video.', ''))).join(', ')}</span>`,
  state(one),
  html`<div class="row end">
    ${one.enabled
      ? html`<button class="quiet" aria-label=${about(t('operations.subscriptions.test'), one.url)} @click=${() => attempt(context, () => post(`webhooks/subscriptions/${one.id}/test`), t('operations.subscriptions.tested'))}>${t('operations.subscriptions.test')}</button>`
      : html`<button aria-label=${about(t('operations.subscriptions.enable'), one.url)} @click=${() => attempt(context, () => patch(`webhooks/subscriptions/${one.id}`, { enabled: true }), t('operations.subscriptions.enabled'))}>${t('operations.subscriptions.enable')}</button>`}
    <button class="quiet" aria-label=${about(t('operations.subscriptions.rotate'), one.url)} @click=${() => rotate(one, context)}>${t('operations.subscriptions.rotate')}</button>
    <button class="quiet danger" aria-label=${about(t('operations.subscriptions.delete'), one.url)} @click=${() => end(one, context)}>${t('operations.subscriptions.delete')}</button>
  </div>`,
];

/** @param {Subscription} one */
const state = one => {
  if (!one.enabled) return html`${badge('danger', 'pause', t('operations.subscriptions.disabled'))}<span class="hint why"><span lang="en">${one.disabledReason}</span> ${one.disabledAt ? moment(one.disabledAt) : nothing}</span>`;
  if (one.failingSince) return html`${badge('warning', 'warning', t('operations.subscriptions.failing'))}<span class="hint why">${t('operations.subscriptions.failingFor', { age: age(one.failingSince) })}</span>`;
  return html`${badge('live', 'check', t('operations.subscriptions.on'))}${one.oldSecretUntil && Date.parse(one.oldSecretUntil) > Date.now() ? html`<span class="hint why">${t('operations.subscriptions.overlap', { time: moment(one.oldSecretUntil) })}</span>` : nothing}`;
};

/** Does it at once, and says what came of it. @param {Context} context @param {() => Promise<unknown>} action @param {string} done */
export async function attempt(context, action, done) {
  try {
    await action();
    notify({ kind: 'done', text: done });
  } catch (error) {
    notify({ kind: 'error', text: why(asApiError(error)) });
  }
  void context.refresh();
}

/** @param {Context} context */
async function create(context) {
  /** @type {Subscription | null} */
  let made = null;
  await ask({
    title: t('operations.subscriptions.create'),
    text: html`
      <label>${t('operations.subscriptions.url')}<input name="url" type="url" required autocomplete="off" placeholder="https://…"></label>
      <label>${t('operations.subscriptions.description')}<input name="description" maxlength="200" autocomplete="off"></label>
      <fieldset>
        <legend>${t('operations.subscriptions.events')}</legend>
        ${eventTypes.map(event => html`<label class="check"><input type="checkbox" name="events" value=${event} checked>${word('operations.event', event.replace('video.', ''))}<code class="hint">${event}</code></label>`)}
      </fieldset>`,
    action: t('operations.subscriptions.createGo'),
    async onAction(form) {
      made = await post('webhooks/subscriptions', { url: form.get('url'), events: form.getAll('events'), description: form.get('description') || null });
    },
  });
  if (made) await tellSecret(made);
  void context.refresh();
}

/** @param {Subscription} one @param {Context} context */
async function rotate(one, context) {
  /** @type {Subscription | null} */
  let changed = null;
  await ask({
    title: t('operations.subscriptions.rotateTitle'),
    text: html`
      <p class="cited">${one.url}</p>
      <label>${t('operations.subscriptions.overlapHours')}<input name="hours" type="number" min="0" max="168" value="24" required></label>
      <p class="hint">${t('operations.subscriptions.overlapHint', { most: number(168) })}</p>`,
    action: t('operations.subscriptions.rotateGo'),
    async onAction(form) {
      changed = await post(`webhooks/subscriptions/${one.id}/rotate`, { overlapHours: Number(form.get('hours')) });
    },
  });
  if (changed) await tellSecret(changed);
  void context.refresh();
}

/** The only time it is told. @param {Subscription} made */
function tellSecret({ secret }) {
  let isCopied = false;
  return showDialog(t('operations.subscriptions.secret'), (close, draw) => html`
    <div class="stack">
      <p>${t('operations.subscriptions.secretOnce')}</p>
      <div class="secret">
        <code>${secret}</code>
        ${navigator.clipboard ? html`<button @click=${async () => {
          await navigator.clipboard.writeText(secret ?? '');
          isCopied = true;
          draw();
        }}>${icon(isCopied ? 'check' : 'copy', 18)}${isCopied ? t('operations.copied') : t('operations.copy')}</button>` : nothing}
      </div>
      <div class="row end"><button class="primary" @click=${close}>${t('operations.subscriptions.kept')}</button></div>
    </div>`);
}

/** @param {Subscription} one @param {Context} context */
const end = (one, context) => ask({
  title: t('operations.subscriptions.deleteTitle'),
  text: html`<p class="cited">${one.url}</p><p class="hint">${t('operations.subscriptions.deleteText')}</p>`,
  action: t('operations.subscriptions.deleteGo'),
  isDanger: true,
  async onAction() {
    await remove(`webhooks/subscriptions/${one.id}`);
    void context.refresh();
  },
});
