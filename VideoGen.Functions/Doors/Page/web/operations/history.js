// @ts-check
/**
 * The durable history of a job, of its videos and of their providers' tasks, from the management API of Durable Functions. Its addresses may
 * hold the key of the host: they are asked for anew each time, and neither shown nor kept.
 */
import { ApiError, get, own } from '../api.js';

/** @typedef {import('./types').Instance} Instance */
/** @typedef {import('./types').History} History */

/**
 * @param {import('../types').Job} job @param {AbortSignal} signal @returns {Promise<History>}
 * @throws {ApiError} The caller may not see it, or there is none any more.
 */
export async function loadHistory({ id, count }, signal) {
  const { statusQueryGetUri } = await get(`videos/${id}/management`, { signal });
  const look = (/** @type {string} */ name) => instance(statusQueryGetUri, id, name, signal);

  const [job, ...videos] = await Promise.all([look(id), ...Array.from({ length: count }, (_, index) => look(`${id}-${index}`))]);
  if (!job) throw new ApiError(404, { code: 'NOT_FOUND' });

  return { job, videos: await Promise.all(videos.flatMap((video, index) => (video ? [withTasks(video, index, look)] : []))) };
}

/** @param {Instance} video @param {number} index @param {(name: string) => Promise<Instance | null>} look */
async function withTasks(video, index, look) {
  const found = await Promise.all(attempts(video).filter(attempt => attempt.isWatched).map(async ({ name }) => /** @type {const} */ ([name, await look(name)])));
  return { index, video, tasks: new Map(found.flatMap(([name, task]) => (task ? [[name, task]] : []))) };
}

/**
 * The submits of a video in their order. One that was made with a key counts, and what watches its task is called after its number.
 * @param {Instance} video @returns {{ name: string, isWatched: boolean }[]}
 */
export function attempts(video) {
  /** @type {{ name: string, isWatched: boolean }[]} */
  const names = [];
  for (const event of video.historyEvents) {
    if (event.EventType === 'TaskCompleted' && event.FunctionName === 'SubmitToProvider' && event.Result?.Key) {
      names.push({ name: `${video.instanceId}-${names.length + 1}`, isWatched: false });
    } else if ((event.FunctionName ?? event.Name) === 'ProviderTaskOrchestrator') {
      const last = names.at(-1);
      if (last) last.isWatched = true;
    }
  }
  return names;
}

/** @param {string} status Where the job's own is asked for. @param {string} id @param {string} name @param {AbortSignal} signal @returns {Promise<Instance | null>} */
async function instance(status, id, name, signal) {
  const address = new URL(own(status), location.href);
  address.pathname = address.pathname.replace(`/instances/${id}`, `/instances/${name}`);
  for (const shown of ['showHistory', 'showHistoryOutput', 'showInput']) address.searchParams.set(shown, 'true');
  const answer = await attempt(address, signal);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new ApiError(answer.status, { code: answer.status === 401 || answer.status === 403 ? 'FORBIDDEN' : undefined });

  const found = await answer.json();
  return { ...found, historyEvents: found.historyEvents ?? [] };
}

/** @param {URL} address @param {AbortSignal} signal */
async function attempt(address, signal) {
  try {
    return await fetch(address, { signal, cache: 'no-store', redirect: 'error' });
  } catch {
    signal.throwIfAborted();
    // Not the fault itself: it may name the address.
    throw new ApiError(0, {});
  }
}

/** An event as it can be shown: what lets others fetch files is left out of its addresses. @param {unknown} event */
export const shownRaw = event => JSON.stringify(event, (_, value) => (typeof value === 'string' ? unpacked(value) : value), 2);

/** @param {string} text */
function unpacked(text) {
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // It only looks like JSON.
    }
  }
  return text.replace(/(https?:\/\/[^\s"?]+)\?[^\s"]*/g, '$1?…');
}
