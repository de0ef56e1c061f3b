// @ts-check
/** The addresses of the pictures that are files. An operator may add styles and themes: what we have not drawn gets the neutral picture. */

const styles = new Set(['cinematic', 'artistic', 'commercial', 'social_media', 'cartoon', 'fairy_tale', 'anime', 'realistic', 'paper_craft', 'watercolor']);
const themes = new Set(['adventure', 'magic', 'animals', 'friendship', 'space', 'underwater', 'forest', 'superhero']);

/** @param {string} file */
const at = file => new URL(file, import.meta.url).href;

/** What shows a gallery without videos. */
export const emptyPicture = at('empty.svg');

/** @param {string} name */
export const stylePicture = name => at(styles.has(name) ? `styles/${name}.svg` : 'other.svg');

/** @param {string} name */
export const themePicture = name => at(themes.has(name) ? `themes/${name}.svg` : 'other.svg');

/**
 * What stands in for a thumbnail that is not there, or not yet.
 * @param {Pick<import('../types').Job, 'status' | 'mode'>} job
 */
export function posterFor({ status, mode }) {
  switch (status) {
    case 'failed':
    case 'canceled':
    case 'submission_unknown': return at(`posters/${status}.svg`);
    case 'completed': return at(mode === 'simulation' ? 'posters/simulation.svg' : 'other.svg');
    default: return at('posters/waiting.svg');
  }
}
