// @ts-check
import { html, svg } from '../lib/lit-html/lit-html.js';

// What the lens does is shown as a picture in a frame, where the camera goes as a camera beside its subject. `moves` is what cameras.css moves.
const brackets = 'M5 17v-3a3 3 0 0 1 3-3h4M36 11h4a3 3 0 0 1 3 3v3M12 37H8a3 3 0 0 1-3-3v-3';
const mountains = 'M11 31l8-10 5 6 3-4 8 8z';
const skyline = 'M2 31l8-11 6 7 8-12 8 11 5-6 9 11';
const tower = 'M12 45l3-31h10l3 31M13 14h14M16.5 14V8.5h7V14M15.5 8.5 20 4l4.5 4.5M13.8 25h12.4M12.9 35h14.2';
const subject = svg`<circle cx="38" cy="18" r="3.3" /><path d="M38 22v8.5M34 25.5h8M35 38l3-7.5 3 7.5" />`;
const faint = .5;

const arrow = {
  right: 'M12 41h24M31.5 36.5 36 41l-4.5 4.5',
  up: 'M41 36V12M36.5 16.5 41 12l4.5 4.5',
  down: 'M41 12v24M36.5 31.5 41 36l4.5-4.5',
  in: 'M9 9.5h20M24.5 5 29 9.5 24.5 14',
  out: 'M9 9.5h20M13.5 5 9 9.5 13.5 14',
};

const zoom = (/** @type {string} */ sign) => svg`<path d=${brackets} />
  <svg x="7" y="13" width="34" height="22" viewBox="7 13 34 22"><g class="moves"><path d=${mountains} /><circle cx="30.5" cy="18.5" r="1.8" /></g></svg>
  <circle cx="40" cy="37" r="5.5" /><path d=${sign} />`;

const pan = svg`<path d=${skyline} opacity=${faint} /><rect class="moves" x="4" y="9" width="20" height="25" rx="3" /><path d=${arrow.right} />`;

const tilt = (/** @type {number} */ y, /** @type {string} */ way) => svg`<path d=${tower} opacity=${faint} />
  <rect class="moves" x="5" y=${y} width="30" height="19" rx="3" /><path d=${way} />`;

const crane = (/** @type {string} */ way) => svg`<path d="M6 44h14M13 44V31" opacity=${faint} />
  <g class="moves"><path d="M5 35.5l8-4.5 14-8" /><rect x="2.5" y="33.5" width="5" height="5" rx="1.5" /><rect x="22.5" y="16" width="9" height="7" rx="1.8" /><path d="M31.5 18l3.5-2v7l-3.5-2" /></g>
  <circle cx="13" cy="31" r="1.2" /><path d=${way} transform="translate(1.2 0)" />`;

const dolly = (/** @type {string} */ way) => svg`<path d="M2 42h44M8 45v-3M18 45v-3M28 45v-3M38 45v-3" opacity=${faint} />
  <g class="moves"><rect x="4" y="20.5" width="12" height="10" rx="2.2" /><path d="M16 23.5l4.5-2.5v9L16 27.5M10 30.5v4M5.5 34.5h9" /><circle cx="6.5" cy="38" r="2.2" /><circle cx="13.5" cy="38" r="2.2" /></g>
  ${subject}<path d=${way} />`;

const orbit = svg`<path d="M24 41.5c-11 0-19.5-4.5-19.5-10.5S13 20.5 24 20.5 43.5 25 43.5 31" stroke-dasharray="2.5 4" opacity=${faint} />
  <circle cx="24" cy="10.5" r="3.3" /><path d="M24 14.5v9M20 18h8M21 31.5l3-8 3 8" />
  <g class="moves"><g class="moves-too"><rect x="18.5" y="38" width="11" height="8" rx="2" fill="currentColor" /><path d="M22 38l2-2.5 2 2.5" /></g></g>
  <path d="M33.5 43.8c4-.9 7-2.5 8.8-4.7M38 38l4.8.6-.9 4.7" />`;

const pictures = {
  zoom_in: zoom('M37.3 37h5.4M40 34.3v5.4'),
  zoom_out: zoom('M37.3 37h5.4'),
  pan_left: svg`<g transform="matrix(-1 0 0 1 48 0)">${pan}</g>`,
  pan_right: pan,
  tilt_up: tilt(25, arrow.up),
  tilt_down: tilt(5, arrow.down),
  crane_up: crane(arrow.up),
  crane_down: crane(arrow.down),
  dolly_in: dolly(arrow.in),
  dolly_out: dolly(arrow.out),
  orbit_left: svg`<g transform="matrix(-1 0 0 1 48 0)">${orbit}</g>`,
  orbit_right: orbit,
  tracking: svg`<path d="M14 15v-3a3 3 0 0 1 3-3h4M35 9h4a3 3 0 0 1 3 3v3M42 28v3a3 3 0 0 1-3 3h-4M21 34h-4a3 3 0 0 1-3-3v-3" />
    <path class="moves-too" d="M3 17h6M1 23h8M4 29h5" opacity=${faint} />
    <g class="moves"><circle cx="30" cy="14.5" r="2.6" /><path d="M28.5 18.5l-2 6 4 2.5v4.5M26.5 25l-2 4H21M23.5 21.5l2.5-2.5h2.5l2.5 3h3" /></g><path d=${arrow.right} />`,
  static: svg`<rect x="8" y="7" width="32" height="22" rx="3" /><path d="M14 25l7-8.5 4.5 5 2.5-3 6 6.5z" opacity=${faint} />
    <path d="M24 29v6M24 35l-9 9M24 35l9 9M24 35v9" /><circle class="moves" cx="34.5" cy="12.5" r="1.6" fill="currentColor" />`,
  handheld: svg`<g class="moves"><g transform="rotate(-6 24 24)"><rect x="9" y="13" width="30" height="22" rx="3" /><path d="M14.5 31l7-8.5 4.5 5 2.5-3 5.5 6.5z" opacity=${faint} /><circle cx="33" cy="18.5" r="1.6" /></g></g>
    <path d="M4.5 19c-1.8 3.5-1.8 7 0 10.5M43.5 18.5c1.8 3.5 1.8 7 0 10.5M17 6.5c4-1.5 8-1.8 12-1M19 42.5c4 .8 8 .5 12-1" opacity=${faint} />`,
};

/** @typedef {keyof typeof pictures} CameraMove */

/** The moves that have a picture. */
export const cameraMoves = /** @type {CameraMove[]} */ (Object.keys(pictures));

/**
 * A camera's move: still until its button, label or link is pointed at, focused or chosen. A move of another catalog is a frame alone.
 * @param {string} name
 * @param {number} [size] in CSS pixels
 */
export const cameraIcon = (name, size = 40) => html`<svg class="camera" data-move=${name} viewBox="0 0 48 48" width=${size} height=${size} fill="none"
  stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
  ${Object.hasOwn(pictures, name) ? pictures[/** @type {CameraMove} */ (name)] : svg`<path d=${brackets} /><path d="M43 31v3a3 3 0 0 1-3 3h-4" />`}</svg>`;
