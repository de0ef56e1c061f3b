// @ts-check
/** What operators look at: the queue, the providers and their keys, webhooks, numbers, usage, and the history of one job. */
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { pause } from '../live.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { loadStyle } from '../styles.js';
import { t } from '../words.js';
import { clock } from './bits.js';
import { health } from './health.js';

const freshEvery = 10_000;

/** @typedef {import('./types').Context} Context */
/** @typedef {import('./types').Section} Section */

/** @type {Record<string, (context: Context) => Promise<Section>>} */
const sections = {
  now: async context => (await import('./now.js')).now(context),
  webhooks: async context => (await import('./webhooks.js')).webhooks(context),
  numbers: async context => (await import('./numbers.js')).numbers(context),
  usage: async () => (await import('./usage.js')).usage(),
  job: async context => (await import('./timeline.js')).timeline(context),
};

const tabs = ['now', 'webhooks', 'numbers', 'usage'];

export const title = () => t('operations.title');

/** @param {HTMLElement} host @param {import('../router.js').Address} address @param {AbortSignal} signal */
export async function open(host, address, signal) {
  await loadStyle(new URL('./operations.css', import.meta.url));
  let query = address.query;
  let shown = '';
  /** @type {Section | null} */
  let section = null;
  /** @type {number | null} */
  let freshAt = null;
  let isBusy = false;
  let again = new AbortController();
  const top = health();

  /** @type {Context} */
  const context = { query: () => query, draw, refresh, signal };
  const nameOf = () => (query.has('job') ? 'job' : tabs.find(tab => tab === query.get('section')) ?? 'now');

  function draw() {
    const name = nameOf();
    render(html`
      <div class="row spread head">
        <h1>${t('operations.title')}</h1>
        <div class="row">
          <span class="hint">${freshAt ? t('operations.fresh', { time: clock(freshAt) }) : t('operations.loading')}</span>
          <button class="quiet" aria-disabled=${isBusy} @click=${() => !isBusy && refresh()}>${icon('refresh', 18)}${t('operations.refresh')}</button>
        </div>
      </div>
      ${top.draw()}
      <nav class="sections" aria-label=${t('operations.sections.label')}>
        ${tabs.map(tab => html`<a href=${link('operations', null, { section: tab === 'now' ? null : tab })} aria-current=${tab === name ? 'page' : nothing}>${t(`operations.sections.${tab}`)}</a>`)}
      </nav>
      <div class="section ${name}">${section && shown === keyOf(name) ? section.draw() : html`<p class="hint">${t('operations.loading')}</p>`}</div>`, host);
  }

  /** A section is made anew for another job, and told of any other change. @param {string} name */
  const keyOf = name => `${name} ${query.get('job') ?? ''}`;

  async function refresh() {
    isBusy = true;
    draw();
    again.abort();
    again = new AbortController();
    const ending = AbortSignal.any([signal, again.signal]);
    const name = nameOf();
    const key = keyOf(name);
    if (shown !== key || !section) {
      const opened = await /** @type {(context: Context) => Promise<Section>} */ (sections[name])(context).catch(() => null);
      if (ending.aborted) return;
      if (opened) [section, shown] = [opened, key];
      else notify({ kind: 'error', text: t('error.UNREACHABLE') });
    }
    // Whatever has come is shown, however long the rest takes.
    const parts = [top, ...(section && shown === key ? section.parts : [])];
    await Promise.all(parts.map(async part => {
      await part.refresh(ending);
      if (!ending.aborted) draw();
    }));
    if (ending.aborted) return;

    [freshAt, isBusy] = [Date.now(), false];
    draw();
  }

  async function stayFresh() {
    while (!signal.aborted) {
      await refresh();
      await pause(freshEvery, signal);
      if (document.hidden) await seen(signal);
    }
  }

  draw();
  void stayFresh();
  // Ages and countdowns go on by themselves.
  const ticking = setInterval(() => document.hidden || draw(), 1000);
  signal.addEventListener('abort', () => clearInterval(ticking));
  return {
    /** @param {import('../router.js').Address} now */
    update(now) {
      const other = nameOf();
      query = now.query;
      void refresh();
      if (other !== nameOf()) focusOn(host);
    },
  };
}

/** Where another section begins, so that a screen reader goes on there. @param {HTMLElement} host */
function focusOn(host) {
  const section = /** @type {HTMLElement | null} */ (host.querySelector('.section'));
  section?.setAttribute('tabindex', '-1');
  section?.focus({ preventScroll: true });
}

/** @param {AbortSignal} signal @returns {Promise<void>} Done when the page can be seen again, or was left. */
const seen = signal => new Promise(resolve => {
  const done = () => {
    if (document.hidden && !signal.aborted) return;
    document.removeEventListener('visibilitychange', done);
    resolve();
  };
  document.addEventListener('visibilitychange', done);
  signal.addEventListener('abort', done);
});
