// @ts-check
import { html, render } from '../lib/lit-html/lit-html.js';
import { t } from '../words.js';

export const title = () => t('generator.title');

/** @param {HTMLElement} host */
export function open(host) {
  render(html`<h1>${t('generator.title')}</h1>`, host);
}
