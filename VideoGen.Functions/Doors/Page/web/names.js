// @ts-check
/** What the catalog calls styles, platforms and the like in the reader's language. */
import { get } from './api.js';
import { language } from './words.js';

/** @typedef {{ name: string, displayName: string }} Named */
/** @typedef {{ styles: Named[], platforms: Named[], themes: Named[], cameras: Named[], providers: string[] }} Catalog */

/** @type {Map<string, Promise<Catalog>>} */
const read = new Map();

/** @type {Catalog} */
let catalog = { styles: [], platforms: [], themes: [], cameras: [], providers: [] };

/** Done once names are known; without them everything is shown as the service calls it. */
export async function loadNames() {
  const asked = read.get(language) ?? ask();
  read.set(language, asked);
  try {
    catalog = await asked;
  } catch {
    read.delete(language);
  }
}

/** @returns {Promise<Catalog>} */
async function ask() {
  const [styles, platforms, themes, cameras, models] = await Promise.all(['styles', 'platforms', 'themes', 'cameras', 'models'].map(name => get(`catalog/${name}`)));
  return {
    ...styles, ...platforms, ...themes, ...cameras,
    providers: [...new Set(/** @type {{ provider: string }[]} */ (models.models).map(model => model.provider))],
  };
}

export const known = () => catalog;

/** @param {'styles' | 'platforms' | 'themes' | 'cameras'} section @param {string | null | undefined} name */
export const nameOf = (section, name) =>
  name ? catalog[section].find(one => one.name === name)?.displayName ?? name.replaceAll('_', ' ') : '';
