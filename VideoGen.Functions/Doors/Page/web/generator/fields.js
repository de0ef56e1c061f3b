// @ts-check
/** What fields share: their name for the API's errors, and what is wrong with them. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { t } from '../words.js';

/** @typedef {import('./form.js').Form} Form */

/** @param {Form} form @param {string[]} names By which the API may call it. */
export const fault = (form, ...names) => {
  const texts = names.flatMap(name => form.faultOf(name));
  return texts.length > 0 ? html`<p class="fault" id="fault-${names[0]}">${texts.join(' ')}</p>` : nothing;
};

/** Attributes of a control that says what is wrong with it. @param {Form} form @param {string} name */
export const invalid = (form, name) => (form.faultOf(name).length > 0 ? 'true' : nothing);

/** Label, control, hint and fault of one field. @param {Form} form @param {string} name @param {unknown} control With the id `field-NAME`. @param {unknown} [hint] */
export const field = (form, name, control, hint) => html`
  <div class="field" data-field=${name}>
    <label class="label" for="field-${name}">${t(`generator.field.${name}`)}</label>
    ${control}
    ${hint ? html`<p class="hint" id="hint-${name}">${hint}</p>` : nothing}
    ${fault(form, name)}
  </div>`;

/** @param {Form} form @param {string} name @param {string} value @param {[string, string][]} options @param {(value: string) => void} choose */
export const select = (form, name, value, options, choose) => html`
  <select id="field-${name}" aria-invalid=${invalid(form, name)} aria-describedby="fault-${name}" @change=${(/** @type {Event} */ event) => choose(valueOf(event))}>
    ${options.map(([one, text]) => html`<option value=${one} .selected=${one === value}>${text}</option>`)}
  </select>`;

export const valueOf = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;

/** A number, or nothing. @param {Event} event */
export const numberOf = event => {
  const text = valueOf(event);
  return text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
};
