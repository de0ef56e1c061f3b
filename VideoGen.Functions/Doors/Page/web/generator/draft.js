// @ts-check
/** What is being asked for, as the form has it: kept over a reload, made into a request, filled from an address or a job. */

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../types').Catalog} Catalog */

/**
 * A file that is there already. Its picture is small enough to be kept with the draft.
 * @typedef {{
 *   kind: 'image' | 'video', source: { uploadId?: string, url?: string }, name: string, sizeBytes?: number,
 *   width?: number, height?: number, seconds?: number | null, expiresAt?: string | null, picture?: string | null,
 * }} Medium
 */

export const blank = () => ({
  prompt: '',
  negativePrompt: '',
  template: /** @type {string | null} */ (null),
  contentType: /** @type {string | null} */ (null),
  style: /** @type {string | null} */ (null),
  theme: /** @type {string | null} */ (null),
  platform: /** @type {string | null} */ (null),
  camera: /** @type {string | null} */ (null),
  shape: /** @type {string | null} */ (null),
  duration: /** @type {number | null} */ (null),
  fps: /** @type {number | null} */ (null),
  quality: /** @type {string | null} */ (null),
  fit: /** @type {string | null} */ (null),
  audio: /** @type {boolean | null} */ (null),
  model: /** @type {string | null} */ (null),
  prefer: /** @type {string | null} */ (null),
  simulation: 'auto',
  count: 1,
  seed: /** @type {number | null} */ (null),
  maxCost: /** @type {number | null} */ (null),
  tags: '',
  enhancePrompt: false,
  medium: /** @type {Medium | null} */ (null),
  references: /** @type {Medium[]} */ ([]),
});

/** @typedef {ReturnType<typeof blank>} Draft */

/** The field that says where a template's subject goes. */
export const slot = '{subject}';

/** Proportions of the formats that have a name; any other shape is its own proportion. */
export const formats = /** @type {Record<string, string>} */ ({ landscape: '16:9', portrait: '9:16', square: '1:1' });
export const shapes = [...Object.keys(formats), '4:3', '3:4', '21:9'];

/** Types of files that can be begun from. */
export const images = ['image/jpeg', 'image/png', 'image/webp'];
export const videos = ['video/mp4', 'video/quicktime'];

/** What a link to the form may carry, and the address shows. */
export const shared = /** @type {const} */ (['style', 'theme', 'platform', 'camera']);

/** What the service takes, whatever the model; as the browser counts. */
export const promptLimit = 1000;

/** How long a text is as a provider counts it; tokens are estimated just as the service does. @param {string} text @param {string} unit */
export const lengthOf = (text, unit) => unit === 'utf16' ? text.length
  : unit === 'characters' ? [...text].length
  : Math.ceil([...text].reduce((sum, one) => sum + (one < '\x80' ? 1 : one.length === 1 ? 3 : 9), 0) / 3);

/** @param {string} text */
export const isTooLong = text => text.trim().length > promptLimit;

const kept = 'videogen.draft';
const keptIntention = 'videogen.intention';

/** @returns {Draft} */
export function load() {
  const draft = { ...blank(), ...JSON.parse(sessionStorage.getItem(kept) ?? '{}') };
  const isThere = (/** @type {Medium} */ medium) => !medium.expiresAt || new Date(medium.expiresAt) > new Date();
  return { ...draft, medium: draft.medium && isThere(draft.medium) ? draft.medium : null, references: draft.references.filter(isThere) };
}

/** @param {Draft} draft */
export const save = draft => sessionStorage.setItem(kept, JSON.stringify(draft));

/** @param {Draft} draft */
export const kindOf = ({ medium }) => (medium ? /** @type {const} */ ({ image: 'image-to-video', video: 'video-to-video' })[medium.kind] : 'text-to-video');

/** @param {Draft} draft */
export const tagsOf = ({ tags }) => [...new Set(tags.split(/[,、，\n]/).map(tag => tag.trim()).filter(Boolean))];

/**
 * What holds where nobody chose: the platform's, else the style's, else the usual. `by` is who fills it.
 * @param {Draft} draft @param {Catalog} catalog
 */
export function presets(draft, catalog) {
  const platform = catalog.platforms.find(({ name }) => name === draft.platform);
  const style = catalog.styles.find(({ name }) => name === draft.style);
  const filler = platform ?? style;
  return {
    shape: { value: platform?.formats[0] ?? 'landscape', by: platform?.displayName ?? null },
    duration: { value: filler?.duration.default ?? 5, by: filler?.displayName ?? null },
    fps: { value: filler?.fps.default ?? 24, by: filler?.displayName ?? null },
    suits: filler?.duration ?? null,
  };
}

/** What the price of a remade video is told for. @param {Draft} draft */
const lengthOfInput = ({ medium }) => (medium?.seconds && medium.seconds <= 30 ? Math.max(2, Math.ceil(medium.seconds)) : null);

/** The form's state as the API takes it; what nobody chose is left to the service. @param {Draft} draft @param {Catalog} catalog */
export function requestOf(draft, catalog) {
  const shape = draft.shape ?? (draft.fit ? presets(draft, catalog).shape.value : null);
  const kind = kindOf(draft);
  const all = {
    prompt: draft.prompt.trim(),
    kind: kind === 'text-to-video' ? null : kind,
    image: draft.medium?.kind === 'image' ? draft.medium.source : null,
    video: draft.medium?.kind === 'video' ? draft.medium.source : null,
    references: draft.references.map(({ source }) => source),
    negativePrompt: draft.negativePrompt.trim(),
    style: draft.style,
    theme: draft.theme,
    platform: draft.platform,
    contentType: draft.contentType,
    camera: draft.camera,
    format: shape && shape in formats ? shape : null,
    aspectRatio: shape && !(shape in formats) ? shape : null,
    duration: kind === 'video-to-video' ? lengthOfInput(draft) : draft.duration,
    fps: draft.fps,
    quality: draft.quality,
    fit: draft.fit,
    audio: draft.audio,
    model: draft.model,
    prefer: draft.model ? null : draft.prefer,
    simulation: draft.simulation === 'auto' ? null : draft.simulation,
    count: draft.count === 1 ? null : draft.count,
    seed: draft.seed,
    maxCost: draft.maxCost,
    tags: tagsOf(draft),
    enhancePrompt: draft.enhancePrompt || null,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)));
}

/** Fills what the address names. @param {Draft} draft @param {URLSearchParams} query @returns {Partial<Draft>} What it changes. */
export function fromQuery(draft, query) {
  const named = ['prompt', ...shared].flatMap(name => {
    const value = query.get(name);
    return value && value !== draft[/** @type {'prompt'} */ (name)] ? [[name, value]] : [];
  });
  return Object.fromEntries(named);
}

/** The same again: what was asked for, as far as a job tells. @param {Job} job @returns {Draft} */
export function fromJob(job) {
  const isLive = job.mode !== 'simulation';
  const source = job.image ?? job.video;
  const medium = (/** @type {import('../types').Source} */ { uploadId, url }, /** @type {'image' | 'video'} */ kind) =>
    ({ kind, source: uploadId ? { uploadId } : { url: url ?? undefined }, name: url?.split('/').at(-1) ?? '' });
  return {
    ...blank(),
    prompt: job.prompt,
    negativePrompt: job.negativePrompt ?? '',
    contentType: job.contentType,
    style: job.style,
    theme: job.theme,
    platform: job.platform,
    camera: job.camera,
    shape: job.aspectRatio ?? (job.format && job.format in formats ? job.format : null),
    duration: job.duration,
    quality: job.quality,
    fit: job.fit,
    audio: job.audio,
    model: isLive && !job.prefer ? job.model : null,
    prefer: job.prefer,
    simulation: job.simulation ?? 'auto',
    count: job.count,
    seed: job.seed,
    maxCost: job.maxCost,
    tags: job.tags.join(', '),
    enhancePrompt: job.enhancePrompt,
    medium: source && (source.uploadId || source.url) ? medium(source, job.image ? 'image' : 'video') : null,
    references: job.references.filter(one => one.uploadId || one.url).map(one => medium(one, 'image')),
  };
}

/** One key for as long as the same is meant, so that a second press, or one after a lost answer, starts nothing twice. @param {object} body */
export function intention(body) {
  const text = JSON.stringify(body);
  const known = JSON.parse(sessionStorage.getItem(keptIntention) ?? 'null');
  if (known?.text === text) return known.key;

  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem(keptIntention, JSON.stringify({ text, key }));
  return key;
}

export const forgetIntention = () => sessionStorage.removeItem(keptIntention);
