// @ts-check
/** Keeps a list as it is at the service: what is new at the top, and how far those are that are being made. */
import { get } from '../api.js';
import { follow, pause } from '../live.js';
import { page } from './list.js';

/** @typedef {import('./list.js').List} List */

const lookEvery = 10_000;
// A browser opens six connections to one place; pictures and a player need some.
const mostStreams = 2;
const mostLooks = 6;

/**
 * @param {List} list @param {() => void} onChange @param {AbortSignal} signal
 */
export async function keepUp(list, onChange, signal) {
  const followed = followSome(list, onChange, signal);
  while (!signal.aborted) {
    await pause(lookEvery, signal);
    if (signal.aborted || document.hidden || list.isReading) continue;

    try {
      await list.refresh(signal);
      await lookAtRest(list, followed.ids, signal);
      onChange();
      followed.choose();
    } catch {
      // The service is away for a while; the next look tells.
    }
  }
}

/** Follows the newest of those that are being made. @param {List} list @param {() => void} onChange @param {AbortSignal} signal */
function followSome(list, onChange, signal) {
  /** @type {Set<string>} */
  const ids = new Set();
  const choose = () => {
    // One that waits for a decision may do so for days.
    const wanted = list.underWay.filter(job => job.status !== 'submission_unknown' && !ids.has(job.id));
    for (const { id } of wanted.slice(0, mostStreams - ids.size)) {
      ids.add(id);
      follow(id, job => {
        list.put(job);
        onChange();
      }, signal).catch(() => list.remove(id)).finally(() => {
        ids.delete(id);
        if (!signal.aborted) choose();
      });
    }
  };
  choose();
  return { ids, choose };
}

/** Looks at others under way that are too far down for the top of the list to tell of. @param {List} list @param {Set<string>} followed @param {AbortSignal} signal */
async function lookAtRest(list, followed, signal) {
  const rest = list.underWay.filter(job => !followed.has(job.id) && list.jobs.indexOf(job) >= page);
  for (const { id } of rest.slice(0, mostLooks)) list.put(await get(`videos/${id}`, { signal }));
}
