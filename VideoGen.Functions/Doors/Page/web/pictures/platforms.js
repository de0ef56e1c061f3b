// @ts-check
import { html, svg } from '../lib/lit-html/lit-html.js';

// The shape a video has there and what lies over it, not the companies' marks.
const tall = svg`<rect x="6.5" y="2.5" width="11" height="19" rx="2.5" />`;
const pictures = {
  tiktok: svg`${tall}<path d="M9 18.5h3.5M14.8 6.5h.01M14.8 9.8h.01M14.8 13h.01M14.8 16.5h.01" />`,
  instagram: svg`<rect x="3.5" y="3.5" width="17" height="17" rx="3" /><path d="M3.5 8h17M3.5 16h17M6.5 5.8h.01M6.5 18.3h2M11 18.3h2" />`,
  youtube_shorts: svg`${tall}<path d="M10.5 8.8v5l3.8-2.5zM9 18.5h6" />`,
  linkedin: svg`<rect x="2.5" y="5" width="19" height="14" rx="2.5" /><path d="M6.5 9.5h.01M9.5 9.5h8M6 15.5h3M11.5 15.5h2M16 15.5h2" />`,
  advertising: svg`<rect x="2.5" y="5" width="19" height="14" rx="2.5" /><path d="M6 9.5h7M6 12.5h4" /><rect x="13" y="13" width="5.5" height="3" rx="1.5" />`,
};

/** @typedef {keyof typeof pictures} PlatformName */

/** The platforms that have a picture. */
export const platformNames = /** @type {PlatformName[]} */ (Object.keys(pictures));

/**
 * A platform's shape, of the family of the icons; one of another catalog is a plain frame.
 * @param {string} name
 * @param {number} [size] in CSS pixels
 */
export const platformIcon = (name, size = 24) => html`<svg class="icon" viewBox="0 0 24 24" width=${size} height=${size} fill="none" stroke="currentColor"
  stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
  ${Object.hasOwn(pictures, name) ? pictures[/** @type {PlatformName} */ (name)] : svg`<rect x="3.5" y="5" width="17" height="14" rx="2.5" />`}</svg>`;
