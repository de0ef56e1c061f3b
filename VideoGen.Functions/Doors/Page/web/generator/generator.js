// @ts-check
/** The generator: from a prompt, and whatever else is wished, to a job. */
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { loadStyle } from '../styles.js';
import { t } from '../words.js';
import { cameras, platforms, styles, themes } from './cards.js';
import { fromQuery } from './draft.js';
import { Form } from './form.js';
import { catchFiles } from './media.js';
import { prompt, selectSlot } from './prompt.js';
import { settings } from './settings.js';
import { frame, quote, startBar } from './summary.js';

const keptMore = 'videogen.more';

export const title = () => t('generator.title');

/** @param {HTMLElement} host @param {import('../router.js').Address} address @param {AbortSignal} signal */
export async function open(host, { query }, signal) {
  // Not needed to read and write.
  loadStyle(new URL('./moves.css', import.meta.url));
  loadStyle(new URL('../pictures/cameras.css', import.meta.url));
  const form = new Form(() => draw(host, form), signal);
  if (localStorage.getItem(keptMore) === 'open') form.parts.more = await import('./more.js');
  form.draw();
  catchFiles(form, host);
  addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      start(host, form);
    }
  }, { signal });
  form.open(query);
  return {
    /** @param {import('../router.js').Address} address */
    update({ query: changed }) {
      if (changed.has('like')) form.open(changed);
      else if (form.isReady && Object.keys(fromQuery(form.draft, changed)).length > 0) form.change(fromQuery(form.draft, changed));
    },
  };
}

/** @param {HTMLElement} host @param {Form} form */
function draw(host, form) {
  if (form.signal.aborted) return;

  render(html`
    <form class="generator-form" novalidate aria-label=${t('generator.title')} @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      start(host, form);
    }}>
      <div class="wishes">
        <div class="row spread"><h1>${t('generator.title')}</h1><button type="button" class="quiet small" @click=${() => form.clear()}>${t('generator.clear')}</button></div>
        ${prompt(form)}
        ${platforms(form)}
        ${styles(form)}
        ${themes(form)}
        ${cameras(form)}
        <details class="more panel" ?open=${form.parts.more !== undefined && localStorage.getItem(keptMore) === 'open'} @toggle=${(/** @type {Event} */ event) => showMore(form, event)}>
          <summary>${t('generator.more')}<span class="hint">${t('generator.moreHint')}</span></summary>
          ${form.parts.more?.more(form) ?? nothing}
        </details>
      </div>
      <aside aria-label=${t('generator.result')}>
        <div class="summary">${frame(form)}${settings(form)}${quote(form)}</div>
        ${startBar(form)}
      </aside>
      <p class="drop" aria-hidden="true">${t('generator.media.drop')}</p>
    </form>`, host);
}

/** @param {Form} form @param {Event} event */
async function showMore(form, event) {
  const { open: isOpen } = /** @type {HTMLDetailsElement} */ (event.target);
  localStorage.setItem(keptMore, isOpen ? 'open' : '');
  if (isOpen && !form.parts.more) {
    form.parts.more = await import('./more.js');
    form.draw();
  }
}

/** @param {HTMLElement} host @param {Form} form */
async function start(host, form) {
  if (await form.start()) return;

  const isAt = (/** @type {string} */ field) => host.querySelector(`[data-field="${field}"]`);
  const fields = Object.keys(form.faults).map(name => atField[name] ?? name.replace(/[[.].*/, ''));
  if (fields.some(field => !isAt(field))) {
    form.parts.more ??= await import('./more.js');
    localStorage.setItem(keptMore, 'open');
    form.draw();
  }

  const [first] = [...host.querySelectorAll('[data-field]')].filter(element => fields.includes(/** @type {HTMLElement} */ (element).dataset.field ?? ''));
  const details = first?.closest('details');
  if (details) details.open = true;
  if (first?.matches('.composer')) selectSlot(form.draft.prompt);
  else /** @type {HTMLElement | null | undefined} */ (first?.querySelector('input:checked, input, select, textarea, button'))?.focus();
}

/** Where a fault is shown that the API calls by another name. @type {Record<string, string>} */
const atField = { aspectRatio: 'format', width: 'format', height: 'format', video: 'image', provider: 'model', prefer: 'model', kind: 'model' };
