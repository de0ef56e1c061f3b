// @ts-check
/** Which videos are chosen, to do something with all of them. */

/** @typedef {import('../types').Job} Job */

export class Selection {
  /** @type {Set<string>} */
  ids = new Set();
  #last = '';

  /** @param {Job} job @param {Job[]} jobs The list it is part of. @param {boolean} [toHere] All from the one before. */
  toggle(job, jobs, toHere = false) {
    const from = toHere ? jobs.findIndex(one => one.id === this.#last) : -1;
    if (from >= 0) {
      const to = jobs.indexOf(job);
      for (const one of jobs.slice(Math.min(from, to), Math.max(from, to) + 1)) this.ids.add(one.id);
    } else if (!this.ids.delete(job.id)) {
      this.ids.add(job.id);
    }
    this.#last = job.id;
  }

  clear() {
    this.ids.clear();
  }

  /** @param {Job[]} jobs @returns {Job[]} Those of the list that are chosen, and no others any more. */
  of(jobs) {
    const chosen = jobs.filter(job => this.ids.has(job.id));
    if (chosen.length < this.ids.size) this.ids = new Set(chosen.map(job => job.id));
    return chosen;
  }
}
