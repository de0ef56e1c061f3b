// @ts-check
/** The providers and their keys by fingerprint: which work, which rest and until when, which are out of credits. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { asApiError, get } from '../api.js';
import { money, number, t, word } from '../words.js';
import { about, age, badge, countdown, providerName } from './bits.js';
import { Part, why } from './part.js';

/** @typedef {import('./types').Provider} Provider */
/** @typedef {import('./types').ProviderKey} ProviderKey */

/** The settings that turn a provider on. @type {Record<string, string>} */
const settings = { runway: 'RUNWAY_API_KEY', google: 'GEMINI_API_KEY', kling: 'KLING_API_KEY', fal: 'PIKA_API_KEY' };

/** @type {Record<string, ['live' | 'warning' | 'danger', import('../pictures/icons.js').IconName]>} */
const looks = { live: ['live', 'live'], resting: ['warning', 'pause'], exhausted: ['danger', 'coin'], refused: ['danger', 'lock'] };

/** @param {import('./types').Context} context */
export function providers(context) {
  /** @type {Part<{ providers: Provider[] }>} */
  const part = new Part(signal => get('providers', { signal }));
  const balances = new Balances(context);
  return { parts: [part], draw: () => html`
    <section class="panel stack providers" aria-labelledby="providers-title">
      <h2 id="providers-title">${t('operations.providers.title')}</h2>
      ${part.show(shown => show(shown.providers, balances))}
    </section>` };
}

/** @param {Provider[]} all @param {Balances} balances */
const show = (all, balances) => html`
  <ul class="cards">
    ${repeat(all.filter(provider => provider.configured), provider => provider.name, provider => html`
      <li class="provider">
        <div class="row spread">
          <h3>${providerName(provider.name)}</h3>
          ${provider.name === 'simulation' ? badge('simulated', 'simulation', t('operations.providers.free')) : balances.show(provider.name)}
        </div>
        <ul class="keys">${repeat(provider.keys, key => key.key, key => keyOf(key, balances.of(provider.name, key.key)))}</ul>
      </li>`)}
  </ul>
  ${all.some(provider => !provider.configured) ? html`
    <h3>${t('operations.providers.off')}</h3>
    <ul class="stack hint">
      ${all.filter(provider => !provider.configured).map(provider => html`<li>${providerName(provider.name)}: ${t('operations.providers.turnOn')} <code>${settings[provider.name] ?? ''}</code></li>`)}
    </ul>` : nothing}`;

/** @param {ProviderKey} key @param {string} balance */
function keyOf(key, balance) {
  const [kind, picture] = looks[key.state] ?? ['warning', 'info'];
  return html`
    <li class="key ${key.state}">
      <div class="row spread">
        ${key.key === 'none' ? html`<span class="hint">${t('operations.providers.noKey')}</span>` : html`<code aria-label=${t('operations.providers.key', { key: key.key })}>${key.key}</code>`}
        ${badge(kind, picture, word('operations.providers.states', key.state))}
      </div>
      <p class="facts">
        <span>${key.limit === null ? t('operations.providers.busy', { n: key.inFlight }) : t('operations.providers.busyOf', { n: key.inFlight, limit: key.limit })}</span>
        ${key.moderated > 0 ? html`<span class="warned">${t('operations.providers.moderated', { n: key.moderated })}</span>` : nothing}
        ${balance ? html`<span>${balance}</span>` : nothing}
      </p>
      ${key.limit ? html`<progress class="meter" max=${key.limit} value=${Math.min(key.inFlight, key.limit)} aria-label=${t('operations.providers.busyMeter')}></progress>` : nothing}
      ${key.state === 'live' ? nothing : html`
        <p class="facts">
          ${key.since ? html`<span>${t('operations.providers.since', { age: age(key.since) })}</span>` : nothing}
          ${key.nextProbe ? html`<span>${t(key.state === 'exhausted' ? 'operations.providers.probe' : 'operations.providers.back', { left: countdown(key.nextProbe, t('operations.providers.due')) })}</span>`
            : key.state === 'refused' ? html`<span>${t('operations.providers.refused')}</span>` : nothing}
        </p>
        ${key.detail ? html`<p class="hint" lang="en">${key.detail}</p>` : nothing}`}
    </li>`;
}

/** What is left on the accounts. Asked for by hand alone, as it calls the provider. */
class Balances {
  /** @type {Map<string, import('./types').Credits | 'asking' | string>} */
  #known = new Map();

  /** @param {import('./types').Context} context */
  constructor(context) {
    this.context = context;
  }

  /** @param {string} provider */
  show(provider) {
    const known = this.#known.get(provider);
    const credits = typeof known === 'object' ? known : null;
    return html`<span class="row">
      ${credits ? html`<strong class="balance">${credits.balanceUsd !== null ? money(credits.balanceUsd) : credits.balance !== null ? inUnits(credits.balance, credits.unit) : t('operations.providers.untold')}</strong>`
        : typeof known === 'string' && known !== 'asking' ? html`<span class="fault">${known}</span>` : nothing}
      <button class="small" aria-disabled=${known === 'asking'} aria-label=${about(known === 'asking' ? t('operations.providers.asking') : t('operations.providers.ask'), providerName(provider))} @click=${() => this.#ask(provider)}>
        ${known === 'asking' ? t('operations.providers.asking') : t('operations.providers.ask')}
      </button>
    </span>`;
  }

  /** What is left on one key, or why that is not known. @param {string} provider @param {string} key */
  of(provider, key) {
    const known = this.#known.get(provider);
    if (typeof known !== 'object') return '';

    const found = known.keys.find(one => one.key === key);
    return found?.trouble ?? (typeof found?.balance === 'number' ? inUnits(found.balance, known.unit) : '');
  }

  /** @param {string} provider */
  async #ask(provider) {
    if (this.#known.get(provider) === 'asking') return;

    this.#known.set(provider, 'asking');
    this.context.draw();
    try {
      this.#known.set(provider, await get(`providers/${provider}/credits`, { signal: this.context.signal }));
    } catch (error) {
      this.#known.set(provider, why(asApiError(error)));
    }
    this.context.draw();
  }
}

/** @param {number} amount @param {string | null} unit */
const inUnits = (amount, unit) => (unit === 'USD' || unit === 'usd' ? money(amount) : `${number(amount)} ${word('operations.units', unit)}`.trim());
