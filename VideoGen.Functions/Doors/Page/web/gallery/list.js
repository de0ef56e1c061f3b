// @ts-check
/** The videos that fit a query, newest first, as far as they were asked for; kept in memory while the page is open. */
import { get } from '../api.js';
import { isOver } from '../live.js';

/** @typedef {import('../types').Job} Job */

export const filterNames = /** @type {const} */ (['status', 'style', 'platform', 'provider', 'mode', 'tag', 'text', 'post']);

// A screen or two; and all that is read again at once to find the place after a reload.
export const page = 24;
const bigPage = 100;
// What a page can hold and still be quick: filters lead to what is older.
export const most = 1000;
// A search that finds little is answered in steps; so many are taken before the reader is asked.
const mostSteps = 4;

/** @type {Map<string, List>} */
const lists = new Map();
const mostLists = 5;

/** @param {URLSearchParams} query @returns {List} The same for the same filters, as far as it was read already. */
export function listOf(query) {
  const filters = new URLSearchParams(filterNames.flatMap(name => (query.get(name) ? [[name, query.get(name) ?? '']] : [])));
  const key = String(filters);
  const list = lists.get(key) ?? new List(filters);
  lists.delete(key);
  lists.set(key, list);
  if (lists.size > mostLists) lists.delete([...lists.keys()][0] ?? '');
  return list;
}

export class List {
  /** @type {Job[]} */
  jobs = [];
  /** Came meanwhile, and are not shown yet. @type {Job[]} */
  fresh = [];
  /** Where it goes on; null at the end. @type {string | null} */
  #next = null;
  #begun = false;
  /** @type {Promise<void> | null} */
  #reading = null;
  /** Why the last step failed. @type {unknown} */
  error = null;
  /** More news came than one answer holds, so what lies between is not known. */
  #gap = false;

  /** @param {URLSearchParams} filters */
  constructor(filters) {
    this.filters = filters;
  }

  get isFiltered() { return this.filters.size > 0; }
  get isReading() { return this.#reading !== null; }
  get isBegun() { return this.#begun; }
  get hasMore() { return this.#begun && this.#next !== null && this.jobs.length < most; }
  get isFull() { return this.#next !== null && this.jobs.length >= most; }

  /**
   * Reads on. Whoever asks while it is being read waits for that.
   * @param {number} [atLeast] So many are wanted in all, as they were before a reload.
   */
  read(atLeast = 0) {
    return this.#reading ??= this.#readOn(atLeast).finally(() => { this.#reading = null; });
  }

  /** @param {number} atLeast */
  async #readOn(atLeast) {
    this.error = null;
    try {
      const before = this.jobs.length;
      for (let step = 0; step < mostSteps || this.jobs.length < Math.min(atLeast, most); step++) {
        if (this.#begun && this.#next === null) return;

        const { videos, next } = await this.#ask(atLeast - this.jobs.length > page ? bigPage : page, this.#next);
        const known = new Set(this.jobs.map(job => job.id));
        this.jobs.push(...videos.filter(job => !known.has(job.id)).map(lean));
        this.#next = next;
        this.#begun = true;
        if (this.jobs.length > before && this.jobs.length >= atLeast) return;
      }
    } catch (error) {
      this.error = error;
    }
  }

  /** @param {number} limit @param {string | null} after @param {AbortSignal} [signal] @returns {Promise<{ videos: Job[], next: string | null }>} */
  #ask(limit, after, signal) {
    const query = new URLSearchParams(this.filters);
    query.set('limit', String(limit));
    if (after) query.set('after', after);
    return get(`videos?${query}`, { signal });
  }

  /** Asks what is new at the top, and how those stand that are there. @param {AbortSignal} signal @returns {Promise<void>} */
  async refresh(signal) {
    if (!this.#begun) return;

    const { videos, next } = await this.#ask(page, null, signal);
    const shown = new Map(this.jobs.map(job => [job.id, job]));
    for (const job of videos) if (shown.has(job.id)) this.put(job);
    // What stands behind the last known one is not new, but not read yet.
    const lastKnown = videos.findLastIndex(job => shown.has(job.id));
    this.fresh = videos.filter((job, index) => !shown.has(job.id) && (index < lastKnown || lastKnown < 0 || this.#next === null)).map(lean);
    this.#gap = next !== null && this.jobs.length > 0 && lastKnown < 0;
    // What another tab deleted; where the state is filtered by, it may as well have changed.
    if (!['status', 'mode', 'provider'].some(name => this.filters.has(name))) {
      const told = new Set(videos.map(job => job.id));
      const last = next === null ? this.jobs.length : this.jobs.findLastIndex(job => told.has(job.id));
      this.jobs = this.jobs.filter((job, index) => index > last || told.has(job.id));
    }
  }

  /** Shows what came meanwhile. */
  async admit() {
    if (this.#gap) return this.restart();

    const time = (/** @type {Job} */ job) => Date.parse(job.createdAt);
    const known = new Set(this.jobs.map(job => job.id));
    this.jobs = [...this.fresh.filter(job => !known.has(job.id)), ...this.jobs].sort((a, b) => time(b) - time(a));
    this.fresh = [];
  }

  /** Begins anew. */
  async restart() {
    this.jobs = [];
    this.fresh = [];
    this.#begun = this.#gap = false;
    this.#next = null;
    await this.read();
  }

  /** Takes over how a job stands now. @param {Job} job */
  put(job) {
    const at = this.jobs.findIndex(one => one.id === job.id);
    if (at >= 0 && this.jobs[at]?.updatedAt !== job.updatedAt) this.jobs[at] = lean(job);
  }

  /** @param {string} id */
  remove(id) {
    this.jobs = this.jobs.filter(job => job.id !== id);
  }

  /** Those whose state will change by itself. */
  get underWay() {
    return this.jobs.filter(job => !isOver(job));
  }
}

/** What a card needs: hundreds are kept. @param {Job} job @returns {Job} */
const lean = job => ({ ...job, trace: [], adapted: [], enhancedPrompt: null });
