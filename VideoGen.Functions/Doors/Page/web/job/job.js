// @ts-check
import { html, render } from '../lib/lit-html/lit-html.js';
import { t } from '../words.js';

export const title = () => t('job.title');

/** @param {HTMLElement} host */
export function open(host) {
  render(html`<h1>${t('job.title')}</h1>`, host);
}
