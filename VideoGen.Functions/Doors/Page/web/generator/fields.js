// @ts-check
/** The form's fields: with a label and what is wrong, and as choices of one. Those are radio buttons, so the arrow keys go from one to the next. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { cameraIcon } from '../pictures/cameras.js';
import { icon } from '../pictures/icons.js';
import { stylePicture, themePicture } from '../pictures/pictures.js';
import { platformIcon } from '../pictures/platforms.js';
import { language, t } from '../words.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {{ value: string, label: string, title?: string, picture?: unknown, isWaiting?: boolean }} Option */

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

/** Asks for files. Browsers allow it only at once after a press. @param {string[]} types @param {boolean} several @param {(files: File[]) => void} take */
export function pickFiles(types, several, take) {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = several;
  input.accept = types.join();
  input.onchange = () => take([...(input.files ?? [])]);
  input.click();
}

export const valueOf = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;

/** A number, or nothing. @param {Event} event */
export const numberOf = event => {
  const text = valueOf(event);
  return text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
};

/**
 * @param {Form} form @param {{ name: string, className: string, options: Option[], value: string, choose: (value: string) => void, note?: unknown }} choice
 */
export const choice = (form, { name, className, options, value, choose, note }) => html`
  <fieldset class="choice ${className}" role="radiogroup" aria-labelledby="choice-${name}" data-field=${name} aria-invalid=${invalid(form, name)}>
    <div class="row spread head"><h2 class="label" id="choice-${name}">${t(`generator.field.${name}`)}</h2>${note ?? nothing}</div>
    <div class="options">${repeat(options, option => option.value, option => html`
      <label class="option ${option.value ? '' : 'none'}" title=${option.title ?? nothing}>
        <input type="radio" name=${name} value=${option.value} ?disabled=${option.isWaiting ?? false} .checked=${live(option.value === value)} @change=${() => choose(option.value)}>
        ${option.picture ? html`<span class="picture">${option.picture}</span>` : nothing}
        <span class="text">${option.label}</span>
      </label>`)}
    </div>
    ${fault(form, name)}
  </fieldset>`;

/** @param {string} address */
export const image = address => html`<img src=${address} alt="" loading="lazy" decoding="async" width="320" height="180">`;

const none = (/** @type {string} */ name) => ({ value: '', label: t(`generator.none.${name}`), picture: icon('cancel', 22) });

// Before the catalog is there, its cards have their places already.
const waiting = (/** @type {number} */ count) => Array.from({ length: count }, (_, place) => ({ value: `…${place}`, label: '\u00a0', picture: ' ', isWaiting: true }));

/** @param {Form} form @param {'style' | 'theme' | 'platform' | 'camera'} name @param {import('../types').Named[]} all @param {number} usual @param {(name: string) => unknown} draw */
const ofCatalog = (form, name, all, usual, draw) => choice(form, {
  name,
  className: `${name} ${form.isReady ? '' : 'waiting'}`,
  options: [none(name), ...(form.isReady ? all.map(one => ({ value: one.name, label: one.displayName, title: language === 'en' ? one.description : undefined, picture: draw(one.name) })) : waiting(usual))],
  value: form.draft[name] ?? '',
  choose: value => form.change(name === 'platform' ? { platform: value || null, shape: null, duration: null, fps: null, template: null } : { [name]: value || null }),
});

/** @param {Form} form */
export const platforms = form => ofCatalog(form, 'platform', form.catalog.platforms, 5, name => platformIcon(name, 22));

/** @param {Form} form */
export const styles = form => ofCatalog(form, 'style', form.catalog.styles, 10, name => image(stylePicture(name)));

/** @param {Form} form */
export const themes = form => ofCatalog(form, 'theme', form.catalog.themes, 8, name => image(themePicture(name)));

/** @param {Form} form */
export const cameras = form => ofCatalog(form, 'camera', form.catalog.cameras, 15, name => cameraIcon(name, 36));
