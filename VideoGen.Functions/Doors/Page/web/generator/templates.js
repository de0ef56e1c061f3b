// @ts-check
/** The prompt templates, by platform. */
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { platformIcon } from '../pictures/platforms.js';
import { t } from '../words.js';
import { showDialog } from './dialog.js';
import { slot } from './draft.js';

/** @param {import('../types').Catalog} catalog @param {string | null} chosen @returns {Promise<string | null>} The template's name, empty for none; null when nobody chose. */
export const pick = (catalog, chosen) => showDialog('templates', t('generator.template.title'), (host, close) => render(html`
  ${chosen ? html`<button type="button" class="quiet" @click=${() => close('')}>${icon('close', 16)}${t('generator.template.none')}</button>` : nothing}
  ${catalog.platforms.map(platform => html`
    <section>
      <h3>${platformIcon(platform.name, 22)}${platform.displayName}</h3>
      <ul>${catalog.prompts.filter(one => one.platform === platform.name).map(one => html`
        <li><button type="button" class="template" aria-pressed=${one.name === chosen ? 'true' : 'false'} @click=${() => close(one.name)}>
          <strong>${one.displayName.split(' · ').at(-1)}</strong>
          <span>${one.basePrompt.split(slot).map((part, place) => html`${place > 0 ? html`<mark>${t('generator.template.subject')}</mark>` : nothing}${part}`)}</span>
        </button></li>`)}
      </ul>
    </section>`)}`, host));
