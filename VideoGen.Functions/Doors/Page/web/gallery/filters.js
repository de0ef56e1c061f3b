// @ts-check
/** What the list can be narrowed by; the address holds it. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { live } from '../lib/lit-html/directives/live.js';
import { icon } from '../pictures/icons.js';
import { address, setQuery } from '../router.js';
import { t, word } from '../words.js';
import { filterNames } from './list.js';
import { known, nameOf } from '../names.js';

const restBeforeSearching = 350;

const statuses = ['completed', 'running', 'queued', 'submission_unknown', 'failed', 'canceled'];

/** @type {Record<string, string>} */
const makers = { runway: 'Runway', google: 'Google', kling: 'Kling', fal: 'fal' };

export const makerOf = (/** @type {string} */ name) => makers[name] ?? (name === 'simulation' ? t('gallery.mode.simulation') : name);

/** How a filter's value is called. @type {Record<string, (value: string) => string>} */
const shown = {
  status: value => word('status', value),
  style: value => nameOf('styles', value),
  platform: value => nameOf('platforms', value),
  provider: makerOf,
  mode: value => t(`gallery.mode.${value}`),
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

/** @param {string} name @param {string} value @param {boolean} [quiet] */
function change(name, value, quiet = false) {
  const { query } = address();
  const filters = Object.fromEntries(filterNames.map(one => [one, query.get(one)]));
  setQuery({ ...filters, [name]: value || null }, { quiet });
}

export const clearFilters = () => setQuery({});

/**
 * @param {URLSearchParams} query
 * @param {string[]} tags Those that are known so far.
 */
export function filterBar(query, tags) {
  const set = filterNames.filter(name => query.get(name));
  const hidden = set.filter(name => name !== 'text').length;
  return html`
    <search class="filters">
      <label class="search">${icon('search', 18)}<span class="unseen">${t('gallery.filter.search')}</span>
        <input type="search" maxlength="200" placeholder=${t('gallery.filter.search')} .value=${live(query.get('text') ?? '')}
          @input=${(/** @type {InputEvent} */ event) => search(/** @type {HTMLInputElement} */ (event.target).value)}></label>
      <details class="narrowing" ?open=${matchMedia('(min-width: 60rem)').matches}>
        <summary class="button">${icon('filter', 18)}${t('gallery.filter.all')}${hidden ? html` <span class="badge">${hidden}</span>` : nothing}</summary>
        <div class="choices">
          ${choice(query, 'status', statuses)}
          ${choice(query, 'style', known().styles.map(one => one.name))}
          ${choice(query, 'platform', known().platforms.map(one => one.name))}
          ${choice(query, 'provider', known().providers)}
          ${choice(query, 'mode', ['live', 'simulation'])}
          ${tags.length > 0 || query.get('tag') ? choice(query, 'tag', tags) : nothing}
        </div>
      </details>
    </search>
    ${set.length > 0 ? html`<ul class="chips" aria-label=${t('gallery.filter.all')}>
      ${set.map(name => html`<li><button class="chip" aria-label=${t('gallery.filter.remove', { name: `${t(`gallery.filter.${name}`)} ${valueOf(name, query)}` })}
        @click=${() => change(name, '')}><span>${t(`gallery.filter.${name}`)}</span> ${valueOf(name, query)} ${icon('close', 14)}</button></li>`)}
      <li><button class="quiet" @click=${clearFilters}>${t('gallery.filter.clear')}</button></li>
    </ul>` : nothing}`;
}

/** @param {string} name @param {URLSearchParams} query */
const valueOf = (name, query) => shown[name]?.(query.get(name) ?? '') ?? query.get(name) ?? '';

/** @param {URLSearchParams} query @param {string} name @param {string[]} values */
function choice(query, name, values) {
  const chosen = query.get(name) ?? '';
  const all = chosen && !values.includes(chosen) ? [...values, chosen] : values;
  return html`<label class="narrow-by ${chosen ? 'set' : ''}"><span>${t(`gallery.filter.${name}`)}</span>
    <select .value=${live(chosen)} @change=${(/** @type {Event} */ event) => change(name, /** @type {HTMLSelectElement} */ (event.target).value)}>
      <option value="">${t('gallery.filter.any')}</option>
      ${all.map(value => html`<option value=${value} ?selected=${value === chosen}>${shown[name]?.(value) ?? value}</option>`)}
    </select></label>`;
}

/** @param {string} text */
function search(text) {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const { name, query } = address();
    // Each letter is no place to come back to.
    if (name === 'gallery') change('text', text.trim(), query.has('text'));
  }, restBeforeSearching);
}
