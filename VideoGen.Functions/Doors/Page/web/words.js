// @ts-check
/** What the page says, in the reader's language, and how numbers, money and times are written there. */

export const languages = /** @type {const} */ ({ en: 'English', fr: 'Français', ja: '日本語', zh: '中文' });

const kept = 'videogen.language';

/** @type {Record<string, any>} */
let words = {};

/** The language that is shown: chosen here once, else what the service made of the browser's wish. */
export let language = localStorage.getItem(kept) ?? document.documentElement.lang;

export async function loadWords() {
  if (!(language in languages)) language = 'en';
  document.documentElement.lang = language;
  words = await read(language);
}

/** Adds texts that only some views need to those that are always there. @param {string[]} sections */
export const addWords = sections => Promise.all(sections.map(async section => {
  const into = words;
  into[section] ??= await read(`${section}/${language}`);
}));

/** @param {string} name @returns {Promise<any>} */
const read = async name => (await fetch(new URL(`./words/${name}.json`, import.meta.url))).json();

/** @param {string} chosen */
export async function setLanguage(chosen) {
  localStorage.setItem(kept, chosen);
  language = chosen;
  await loadWords();
}

/**
 * A text by its name, such as `gallery.empty`. `{name}` in it is filled in; where it has forms (`one`, `other`) they follow `n`.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(name, values = {}) {
  let text = lookUp(name);
  if (text && typeof text === 'object' && 'n' in values) {
    text = text[new Intl.PluralRules(language).select(Number(values.n))] ?? text.other;
  }

  if (typeof text !== 'string') return name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? show(/** @type {string | number} */ (values[key])) : whole));
}

/** Whether there is a text of that name. */
export const knows = (/** @type {string} */ name) => typeof lookUp(name) === 'string';

/** @param {string} name */
const lookUp = name => name.split('.').reduce((/** @type {any} */ part, key) => part?.[key], words);

/** @param {string | number} value */
const show = value => (typeof value === 'number' ? number(value) : value);

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export const number = (value, options) => new Intl.NumberFormat(language, options).format(value);

/** @param {number} usd */
export const money = usd => number(usd, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', maximumFractionDigits: usd && Math.abs(usd) < 0.1 ? 3 : 2 });

/** @param {number} share */
export const percent = share => number(share, { style: 'percent', maximumFractionDigits: share && share < 0.1 ? 1 : 0 });

/** @param {number} bytes */
export const size = bytes => {
  const step = bytes < 1e6 ? 'kilobyte' : bytes < 1e9 ? 'megabyte' : 'gigabyte';
  const by = { kilobyte: 1e3, megabyte: 1e6, gigabyte: 1e9 }[step];
  return number(bytes / by, { style: 'unit', unit: step, unitDisplay: 'short', maximumFractionDigits: 1 });
};

/** @param {number} seconds As `42 s` or `3:07`. */
export const duration = seconds => seconds < 60
  ? number(seconds, { style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumFractionDigits: seconds < 10 ? 1 : 0 })
  : `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** @param {string | Date} when @param {Intl.DateTimeFormatOptions} [options] */
export const date = (when, options = { dateStyle: 'medium', timeStyle: 'short' }) => new Intl.DateTimeFormat(language, options).format(new Date(when));

/** @param {string | Date} when As `5 minutes ago`. */
export function ago(when) {
  const seconds = (new Date(when).getTime() - Date.now()) / 1000;
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  const [unit, length] = units.find(([, least]) => Math.abs(seconds) >= least) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}

/** A job's field, stage, status or verdict in the reader's language; as the service wrote it where we have no word. */
export const word = (/** @type {string} */ section, /** @type {string | null | undefined} */ name) =>
  name ? (knows(`${section}.${name}`) ? t(`${section}.${name}`) : name.replaceAll('_', ' ')) : '';
