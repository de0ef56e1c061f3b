// @ts-check
/** Choices of one, none being a choice too: cards with a picture, and small tiles. They are radio buttons, so the arrow keys go from one to the next. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { cameraIcon } from '../pictures/cameras.js';
import { icon } from '../pictures/icons.js';
import { stylePicture, themePicture } from '../pictures/pictures.js';
import { platformIcon } from '../pictures/platforms.js';
import { t } from '../words.js';
import { fault, invalid } from './fields.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {{ value: string, label: string, title?: string, picture?: unknown }} Option */

/**
 * @param {Form} form @param {{ name: string, className: string, options: Option[], value: string, choose: (value: string) => void, note?: unknown }} choice
 */
export const choice = (form, { name, className, options, value, choose, note }) => html`
  <fieldset class="choice ${className}" role="radiogroup" aria-labelledby="choice-${name}" data-field=${name} aria-invalid=${invalid(form, name)}>
    <div class="row spread head"><h2 class="label" id="choice-${name}">${t(`generator.field.${name}`)}</h2>${note ?? nothing}</div>
    <div class="options">${repeat(options, option => option.value, option => html`
      <label class="option ${option.value ? '' : 'none'}" title=${option.title ?? nothing}>
        <input type="radio" name=${name} value=${option.value} .checked=${live(option.value === value)} @change=${() => choose(option.value)}>
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
const waiting = (/** @type {number} */ count) => Array.from({ length: count }, (_, place) => ({ value: `…${place}`, label: '\u00a0', picture: ' ' }));

/** @param {Form} form @param {'style' | 'theme' | 'platform' | 'camera'} name @param {import('../types').Named[]} all @param {number} usual @param {(name: string) => unknown} draw */
const ofCatalog = (form, name, all, usual, draw) => choice(form, {
  name,
  className: `${name} ${form.isReady ? '' : 'waiting'}`,
  options: [none(name), ...(form.isReady ? all.map(one => ({ value: one.name, label: one.displayName, title: one.description, picture: draw(one.name) })) : waiting(usual))],
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
