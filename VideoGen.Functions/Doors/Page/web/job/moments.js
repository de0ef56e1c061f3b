// @ts-check
/**
 * When a job's stages began, as far as this tab saw it. The service says how long each took only once the job is over; until then a stage
 * that began before anybody looked is taken to begin with the last hop, or with the job.
 */

/** @typedef {import('../types').Job} Job */

export const stages = ['queued', 'preparing', 'first_frame', 'generating', 'downloading', 'transcoding', 'thumbnail', 'done'];

export class Moments {
  /** @type {Record<string, number>} */
  #began;
  #kept;

  /** @param {string} id */
  constructor(id) {
    this.#kept = `videogen.moments.${id}`;
    this.#began = JSON.parse(sessionStorage.getItem(this.#kept) ?? '{}');
  }

  /** @param {Job} job */
  note(job) {
    if (job.completedAt) {
      sessionStorage.removeItem(this.#kept);
      return;
    }
    if (job.stage in this.#began) return;

    const isFirst = Object.keys(this.#began).length === 0;
    this.#began[job.stage] = isFirst ? Date.parse(job.trace.at(-1)?.at ?? job.createdAt) : Date.now();
    sessionStorage.setItem(this.#kept, JSON.stringify(this.#began));
  }

  /** How long a stage took, or has taken until now; null when nobody saw. @param {Job} job @param {string} stage */
  seconds(job, stage) {
    const began = this.#began[stage];
    if (began === undefined) return null;

    const later = stages.slice(stages.indexOf(stage) + 1).map(next => this.#began[next]).find(at => at !== undefined);
    if (later === undefined && job.stage !== stage) return null;
    return Math.max(0, ((later ?? Date.now()) - began) / 1000);
  }
}

/** Seconds since the job was started. @param {Job} job */
export const elapsed = job => job.timings.total ?? Math.max(0, ((job.completedAt ? Date.parse(job.completedAt) : Date.now()) - Date.parse(job.createdAt)) / 1000);
