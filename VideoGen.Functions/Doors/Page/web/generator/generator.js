// @ts-check
/** The generator: from a prompt, and whatever else is wished, to a job. */
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { loadStyle } from '../styles.js';
import { t } from '../words.js';
import { fromQuery } from './draft.js';
import { cameras, platforms, styles, themes } from './fields.js';
import { Form, fieldOf } from './form.js';
import { prompt, selectSlot } from './prompt.js';
import { settings } from './settings.js';
import { frame, quote, startBar } from './summary.js';

export const title = () => t('generator.title');

// What the document shows until this is here, and may be typed into.
const early = /** @type {HTMLTextAreaElement | null} */ (document.querySelector('#early textarea'));
const wasTyping = early !== null && early === document.activeElement;

/** @param {HTMLElement} host @param {import('../router.js').Address} address @param {AbortSignal} signal */
export function open(host, { query }, signal) {
  // Nothing to read or write waits for these.
  loadStyle(new URL('./moves.css', import.meta.url));
  loadStyle(new URL('../pictures/cameras.css', import.meta.url));
  const form = new Form(() => draw(host, form), signal);
  if (early?.value) form.draft.prompt = early.value;
  form.draw();
  if (early) goOn(early);
  catchFiles(host, form);
  addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    takeOver(document.activeElement);
    start(host, form);
  }, { signal });
  begin(host, form, query);
  return {
    /** @param {import('../router.js').Address} address */
    update({ query: changed }) {
      if (changed.has('like')) form.open(changed);
      else if (form.isReady && Object.keys(fromQuery(form.draft, changed)).length > 0) form.change(fromQuery(form.draft, changed));
    },
  };
}

/** @param {HTMLTextAreaElement} field Where somebody is typing. */
function goOn(field) {
  const prompt = /** @type {HTMLTextAreaElement | null} */ (document.getElementById('prompt'));
  if (wasTyping) prompt?.focus();
  prompt?.setSelectionRange(field.selectionStart, field.selectionEnd);
  field.value = '';
}

/** @param {HTMLElement} host @param {Form} form @param {URLSearchParams} query */
async function begin(host, form, query) {
  await form.open(query);
  if (form.isMoreOpen) await form.load('more');
  for (const chosen of host.querySelectorAll('.option:has(:checked)')) {
    const strip = /** @type {HTMLElement} */ (chosen.parentElement);
    strip.scrollLeft = /** @type {HTMLElement} */ (chosen).offsetLeft - strip.offsetLeft - (strip.clientWidth - chosen.clientWidth) / 2;
  }
}

/** Files that are dragged or pasted anywhere on the form are for it. @param {HTMLElement} host @param {Form} form */
function catchFiles(host, form) {
  const { signal } = form;
  const drag = (/** @type {DragEvent} */ event) => {
    const isOver = event.type === 'dragover' && hasFiles(event.dataTransfer);
    if (isOver) event.preventDefault();
    if (isOver || event.relatedTarget === null) host.classList.toggle('dropping', isOver);
  };
  const take = (/** @type {Event} */ event, /** @type {DataTransfer | null} */ data) => {
    host.classList.remove('dropping');
    if (!hasFiles(data)) return;
    event.preventDefault();
    if (document.querySelector('dialog[open]')) return;
    form.take([...(data?.files ?? [])]);
  };
  addEventListener('dragover', drag, { signal });
  addEventListener('dragleave', drag, { signal });
  addEventListener('drop', event => take(event, event.dataTransfer), { signal });
  addEventListener('paste', event => take(event, event.clipboardData), { signal });
}

const hasFiles = (/** @type {DataTransfer | null} */ data) => Boolean(data?.types.includes('Files'));

/** What was typed counts, also where the field was not left yet. @param {Element | null} field */
function takeOver(field) {
  if (field instanceof HTMLInputElement) {
    field.blur();
    field.focus();
  }
}

/** @param {HTMLElement} host @param {Form} form */
function draw(host, form) {
  if (form.signal.aborted) return;

  render(html`
    <form class="generator-form" novalidate aria-label=${t('generator.title')} @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <div class="wishes">
        <div class="row spread"><h1>${t('generator.title')}</h1><button type="button" class="quiet small" @click=${() => form.clear()}>${t('generator.clear')}</button></div>
        ${prompt(form)}
        ${platforms(form)}
        ${styles(form)}
        ${themes(form)}
        ${cameras(form)}
        <details class="more panel" ?open=${form.isMoreOpen} @toggle=${(/** @type {Event} */ event) => form.showMore(/** @type {HTMLDetailsElement} */ (event.target).open)}>
          <summary>${t('generator.more')}<span class="hint">${t('generator.moreHint')}</span></summary>
          ${form.parts.more?.more(form) ?? nothing}
        </details>
      </div>
      <aside aria-label=${t('generator.result')}>
        <div class="summary" tabindex="0" role="region" aria-label=${t('generator.settings')}>${frame(form)}${settings(form)}${quote(form)}</div>
        ${startBar(form, () => start(host, form))}
      </aside>
      <p class="drop" aria-hidden="true">${t('generator.media.drop')}</p>
    </form>`, host);
}

/** @param {HTMLElement} host @param {Form} form */
async function start(host, form) {
  if (await form.start()) return;

  const fields = Object.keys(form.faults).map(name => atField[fieldOf(name)] ?? fieldOf(name));
  if (fields.some(field => !host.querySelector(`[data-field="${field}"]`))) await form.showMore(true);

  const [first] = [...host.querySelectorAll('[data-field]')].filter(element => fields.includes(/** @type {HTMLElement} */ (element).dataset.field ?? ''));
  const details = first?.closest('details');
  if (details) details.open = true;
  if (first?.matches('.composer')) selectSlot(form.draft.prompt);
  else /** @type {HTMLElement | null | undefined} */ (first?.querySelector('input:checked, input, select, textarea, button'))?.focus();
}

/** Where a fault is shown that the API calls by another name. @type {Record<string, string>} */
const atField = { aspectRatio: 'format', width: 'format', height: 'format', video: 'image', provider: 'model', prefer: 'model', kind: 'model' };
