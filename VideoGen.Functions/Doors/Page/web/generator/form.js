// @ts-check
/** The form's state: the draft, what the service would make of it, and what is wrong with it. */
import { asApiError, get, post } from '../api.js';
import { notify } from '../notices.js';
import { go, link, setQuery } from '../router.js';
import { t } from '../words.js';
import { blank, forgetIntention, fromJob, fromQuery, intention, isTooLong, load, requestOf, save, shared, slot } from './draft.js';

/** @typedef {import('./draft.js').Draft} Draft */
/** @typedef {import('./draft.js').Medium} Medium */

/** A file on its way. @typedef {{ file: File, isReference: boolean, share: number, fault: string | null, mayRepeat: boolean, cancel: AbortController }} Sending */

const settle = 350;
/** What the first view shows of the catalogs. */
const early = /** @type {const} */ (['styles', 'themes', 'platforms', 'cameras']);
const keptMore = 'videogen.more';

export class Form {
  draft = load();
  /** @type {import('../types').Catalog} */
  catalog = { styles: [], themes: [], platforms: [], cameras: [], prompts: [], models: [] };
  isReady = false;
  /** @type {import('../types').Quote | null} */
  quote = null;
  /** @type {import('../api.js').ApiError | null} */
  refusal = null;
  isQuoting = false;
  isStarting = false;
  /** @type {Record<string, string[]>} */
  faults = {};
  /** @type {Sending[]} */
  sending = [];
  /** What the first view can do without, as far as it was fetched. @type {{ [name in keyof typeof parts]?: Awaited<ReturnType<typeof parts[name]>> }} */
  parts = {};
  isMoreOpen = localStorage.getItem(keptMore) === 'open';
  /** Where the user stands with points, once that is known. @type {import('../types').Usage | null} */
  usage = null;
  /** @type {import('./enhance.js').Offer | null} */
  offer = null;

  /** What was done to the draft last, while it can be taken back. @type {{ text: string, undo: () => void } | null} */
  done = null;

  #timer = 0;
  #asking = new AbortController();

  /** @param {() => void} draw @param {AbortSignal} signal Ends it. */
  constructor(draw, signal) {
    this.draw = draw;
    this.signal = signal;
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#asking.abort();
    });
  }

  async open(/** @type {URLSearchParams} */ query) {
    const like = query.get('like');
    try {
      const [job] = await Promise.all([
        like ? get(`videos/${encodeURIComponent(like)}`, { signal: this.signal }).catch(fault => this.#tell(fault)) : null,
        ...early.map(name => this.fetch(name)),
      ]);
      this.isReady = true;
      if (job) this.replace(fromJob(job), t('generator.like'));
      const named = fromQuery(this.draft, query);
      if ('prompt' in named && this.draft.prompt) this.replace(named, t('generator.linked'));
      else if (Object.keys(named).length > 0 || !job) this.change(named);
      if (this.draft.template) await this.fetch('prompts');
      if (this.draft.model) await this.fetch('models');
      this.usage = await get('usage', { signal: this.signal }).catch(() => null);
    } catch (error) {
      if (this.signal.aborted) return;
      this.refusal = asApiError(error);
    }

    this.draw();
  }

  /** Tries again what went wrong last. */
  again() {
    if (this.isReady) this.askSoon();
    else this.open(new URLSearchParams(location.hash.split('?', 2)[1]));
    this.draw();
  }

  /** Fetches a part of the form, once. @param {keyof typeof parts} name */
  async load(name) {
    if (!this.parts[name]) Object.assign(this.parts, { [name]: await parts[name]() });
    this.draw();
  }

  /** @param {File[]} files */
  async take(files) {
    await this.load('media');
    this.parts.media?.take(this, files);
  }

  /** @param {boolean} isOpen */
  async showMore(isOpen) {
    this.isMoreOpen = isOpen;
    localStorage.setItem(keptMore, isOpen ? 'open' : '');
    if (isOpen) await this.load('more');
  }

  /** One of the catalogs, once. @param {keyof import('../types').Catalog} name */
  async fetch(name) {
    if (this.catalog[name].length === 0) this.catalog[name] = (await get(`catalog/${name}`, { signal: this.signal }))[name];
  }

  /** @param {Partial<Draft>} patch */
  change(patch) {
    Object.assign(this.draft, patch);
    this.done = null;
    const changed = Object.keys(patch).flatMap(field => [field, ...(alsoCalled[field] ?? [])]);
    this.faults = Object.fromEntries(Object.entries(this.faults).filter(([name]) => !changed.includes(fieldOf(name))));
    save(this.draft);
    this.#share();
    this.askSoon();
    this.draw();
    if (this.draft.medium) this.load('media');
  }

  /** Changes more than a person would like to type again, with the way back to how it is now. @param {Partial<Draft>} patch @param {string} text What was done. */
  replace(patch, text) {
    const before = { ...this.draft };
    this.offer = null;
    this.change(patch);
    this.done = { text, undo: () => this.change(before) };
    this.draw();
  }

  clear() {
    this.replace(blank(), t('generator.cleared'));
  }

  /** Has the price told anew once nothing changes any more. */
  askSoon() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    if (!this.isReady) return;

    this.isQuoting = true;
    this.#timer = setTimeout(() => this.#ask(), settle);
  }

  async #ask() {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      // The price does not depend on the words, so it is told before there are any.
      const request = requestOf(this.draft, this.catalog);
      this.quote = await post('videos/quote', { ...request, prompt: isTooLong(this.draft.prompt) || !request.prompt ? 'A video' : request.prompt }, { signal });
      this.refusal = null;
    } catch (error) {
      if (signal.aborted) return;
      this.quote = null;
      this.refusal = asApiError(error);
    }

    this.isQuoting = false;
    this.draw();
  }

  /** What is wrong with a field, by what the API calls it. @param {string} field */
  faultOf(field) {
    const all = { ...this.refusal?.errors, ...this.faults };
    return Object.entries(all).filter(([name]) => fieldOf(name) === field).flatMap(([, texts]) => texts);
  }

  /** @returns {Promise<boolean>} Whether it started, and the job's view is on its way. */
  async start() {
    if (this.isStarting) return true;
    if (this.sending.some(({ fault }) => !fault)) {
      notify({ text: t('generator.media.wait') });
      return true;
    }

    this.faults = this.#check();
    if (Object.keys(this.faults).length > 0) {
      this.draw();
      return false;
    }

    this.isStarting = true;
    this.draw();
    try {
      const body = requestOf(this.draft, this.catalog);
      const job = await post('videos', body, { key: intention(body), signal: this.signal });
      forgetIntention();
      go(link('videos', job.id));
      return true;
    } catch (error) {
      if (this.signal.aborted) return true;
      const fault = asApiError(error);
      // The key of an intention that was refused is spent; one whose answer was lost is not.
      if (!fault.retryable) forgetIntention();
      this.faults = fault.errors;
      if (Object.keys(fault.errors).length === 0) this.#tell(fault);
      return Object.keys(fault.errors).length === 0;
    } finally {
      this.isStarting = false;
      this.draw();
    }
  }

  /** @returns {Record<string, string[]>} */
  #check() {
    const { prompt } = this.draft;
    if (!prompt.trim()) return { prompt: [t('generator.prompt.missing')] };
    if (prompt.includes(slot)) return { prompt: [t('generator.prompt.slot', { slot })] };
    if (isTooLong(prompt)) return { prompt: [t('generator.prompt.over')] };
    return {};
  }

  #share() {
    const query = new URLSearchParams(location.hash.split('?', 2)[1]);
    if (!this.isReady || this.signal.aborted) return;
    if (['prompt', 'like'].some(name => query.has(name)) || shared.some(name => (query.get(name) ?? null) !== this.draft[name])) {
      setQuery(Object.fromEntries(shared.map(name => [name, this.draft[name]])), { quiet: true });
    }
  }

  #tell(/** @type {unknown} */ fault) {
    if (this.signal.aborted) return;
    const error = asApiError(fault);
    notify({ kind: 'error', text: `${t(`error.${error.code}`)} ${error.status ? error.message : ''}` });
  }
}

const parts = {
  media: () => import('./media.js'),
  more: () => import('./more.js'),
  enhance: () => import('./enhance.js'),
};

/** Fields that the API calls by another name. @type {Record<string, string[]>} */
const alsoCalled = { shape: ['format', 'aspectRatio', 'width', 'height', 'fit'], medium: ['image', 'video', 'kind'], model: ['provider', 'prefer', 'kind'], prompt: ['template'] };

/** The field of `references[1].url` is `references`. @param {string} name */
export const fieldOf = name => name.replace(/[[.].*/, '');
