// @ts-check
/** What the video shows: the words, and what they are begun or bettered with. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { icon } from '../pictures/icons.js';
import { number, t } from '../words.js';
import { images, isTooLong, lengthOf, promptLimit, slot, videos } from './draft.js';
import { fault, invalid, pickFiles, valueOf } from './fields.js';

/** @typedef {import('./form.js').Form} Form */

/** @param {Form} form */
export const prompt = form => html`
  <section class="composer panel" data-field="prompt" aria-labelledby="prompt-label">
    <div class="row spread">
      <label class="label" for="prompt" id="prompt-label">${t('generator.field.prompt')}</label>
      <button class="quiet small" type="button" @click=${() => pickTemplate(form)} aria-haspopup="dialog">
        ${icon('clapper', 18)}${templateOf(form) ?? t('generator.template.pick')}</button>
    </div>
    ${form.parts.media?.media(form) ?? nothing}
    <textarea id="prompt" rows="5" placeholder=${t('generator.prompt.placeholder')} .value=${live(form.draft.prompt)}
      aria-invalid=${isTooLong(form.draft.prompt) ? 'true' : invalid(form, 'prompt')} aria-describedby="prompt-length prompt-over fault-prompt"
      @input=${(/** @type {Event} */ event) => form.change({ prompt: valueOf(event) })}></textarea>
    <div class="row spread">
      <div class="row tools">
        <button type="button" class="small" @click=${() => pickFiles([...images, ...videos], false, files => form.take(files))}>${icon('image', 18)}${t('generator.media.add')}</button>
        <button type="button" class="small" ?disabled=${!form.draft.prompt.trim()} @click=${() => enhance(form)}>${icon('sparkle', 18)}${t('generator.enhance.button')}</button>
      </div>
      ${length(form)}
    </div>
    <div role="status" class="said" id="prompt-over">${over(form)}${form.done ? html`<p class="row done">${icon('check', 16)}<span>${form.done.text}</span>
      <button type="button" class="quiet small" @click=${() => undo(form)}>${icon('undo', 16)}${t('generator.undo')}</button></p>` : nothing}</div>
    ${fault(form, 'prompt')}
    ${form.offer ? form.parts.enhance?.enhancement(form) : nothing}
  </section>`;

/** @param {Form} form */
const templateOf = form => form.catalog.prompts.find(({ name }) => name === form.draft.template)?.displayName;

/** @param {Form} form */
const length = form => {
  const { prompt: text, model: named } = form.draft;
  const model = form.catalog.models.find(({ name }) => name === named);
  const limits = [{ limit: promptLimit, unit: 'utf16' }, ...(model ? [{ limit: model.promptLimit, unit: model.promptUnit }] : [])];
  const [tightest] = limits
    .map(({ limit, unit }) => ({ limit, unit, used: lengthOf(text, unit) }))
    .sort((one, other) => other.used / other.limit - one.used / one.limit || one.limit - other.limit);
  const { limit = promptLimit, unit = 'utf16', used = 0 } = tightest ?? {};
  return html`<span class="length ${used > limit ? 'over' : ''}" id="prompt-length">
    <span class="unseen">${t('generator.prompt.length')}</span> ${number(used)} / ${number(limit)} ${unit === 'tokens' ? t('generator.prompt.tokens') : ''}</span>`;
};

/** @param {Form} form */
const over = ({ draft: { prompt: text, model } }) => {
  const many = text.trim().length - promptLimit;
  return many > 0 ? html`<p class="fault">${t('generator.prompt.tooLong', { n: many })}</p>`
    : text.includes(slot) ? html`<p class="hint">${t('generator.prompt.slot', { slot })}</p>`
    : nothing;
};

/** @param {Form} form */
function undo(form) {
  form.done?.undo();
  document.getElementById('prompt')?.focus();
}

/** @param {Form} form */
async function pickTemplate(form) {
  const [{ pick }] = await Promise.all([import('./templates.js'), form.fetch('prompts')]);
  const name = await pick(form.catalog, form.draft.template);
  if (name !== null) takeTemplate(form, name);
}

/** @param {Form} form @param {string} name Empty for none. */
function takeTemplate(form, name) {
  const template = form.catalog.prompts.find(one => one.name === name);
  if (!template) {
    form.change({ template: null, contentType: null });
    return;
  }

  // A few words that are there already are what the video is about.
  const subject = form.draft.prompt.trim();
  const isSubject = subject.length > 0 && subject.length <= 80 && !form.draft.template && !subject.includes('\n');
  form.replace({
    prompt: isSubject ? template.basePrompt.replace(slot, subject) : template.basePrompt,
    template: name,
    contentType: template.contentType,
    platform: template.platform,
    style: template.style,
    shape: null,
    duration: null,
    fps: null,
  }, t('generator.template.taken', { name: template.displayName }));
  selectSlot(form.draft.prompt, isSubject ? subject : slot);
}

/** Puts the cursor on what is to be typed over. @param {string} text @param {string} [part] */
export function selectSlot(text, part = slot) {
  const area = /** @type {HTMLTextAreaElement} */ (document.getElementById('prompt'));
  const start = text.indexOf(part);
  area.focus();
  if (start >= 0) area.setSelectionRange(start, start + part.length);
}

/** @param {Form} form */
async function enhance(form) {
  await form.load('enhance');
  await form.parts.enhance?.ask(form);
}
