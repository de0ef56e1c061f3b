// @ts-check
/** What styles, themes, platforms and cameras are called in the reader's language; fetched when the first of a kind is shown. */
import { get } from '../api.js';
import { language } from '../words.js';

/** @typedef {'styles' | 'themes' | 'platforms' | 'cameras'} Kind @typedef {import('../types').Named} Named */

/** @type {Map<string, Named[]>} */
const known = new Map();

/** @param {Kind} kind @returns {Promise<Named[]>} */
export async function catalog(kind) {
  const key = `${language}/${kind}`;
  const found = known.get(key) ?? (await get(`catalog/${kind}`))[kind];
  known.set(key, found);
  return found;
}

/** @param {Kind} kind @param {string | null} name */
export const nameOf = (kind, name) => name && (known.get(`${language}/${kind}`)?.find(one => one.name === name)?.displayName ?? name.replaceAll('_', ' '));

/** Fetches the names that a job is shown with. @param {import('../types').Job} job */
export const namesOf = ({ style, theme, platform, camera }) => Promise.all(
  Object.entries({ styles: style, themes: theme, platforms: platform, cameras: camera }).flatMap(([kind, name]) => (name ? [catalog(/** @type {Kind} */ (kind))] : [])));
