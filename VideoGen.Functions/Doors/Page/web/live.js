// @ts-check
/** Follows a job to its end: by its event stream, and by asking every few seconds where there is none. */
import { ApiError, get, request } from './api.js';

const askEvery = 5000;
// A stream that breaks so early is one that something on the way does not let through.
const tooShort = 2000;

/**
 * Says how a job stands now, and after each change, until it is over or the signal ends it. Outlives a server that is away for a while.
 * @param {string} id
 * @param {(job: import('./types').Job) => void} onJob
 * @param {AbortSignal} signal
 * @param {(isAway: boolean) => void} [onAway] Told when the service cannot be reached, and when it can again.
 * @throws {ApiError} There is no such job, or no longer.
 */
export async function follow(id, onJob, signal, onAway = () => {}) {
  let last = '';
  let streams = true;
  while (!signal.aborted) {
    try {
      const job = await get(`videos/${id}`, { signal });
      onAway(false);
      onJob(job);
      if (isOver(job)) return;

      const began = performance.now();
      if (streams) {
        last = await listen(id, last, signal, async () => {
          onJob(await get(`videos/${id}`, { signal }));
        });
        streams = performance.now() - began > tooShort;
      } else {
        await pause(askEvery, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError) || (error.status >= 400 && error.status < 500 && error.status !== 429)) throw error;
      onAway(true);
      await pause(askEvery / 2, signal);
    }
  }
}

/** @param {{ status: string }} job */
export const isOver = job => ['completed', 'failed', 'canceled'].includes(job.status);

/**
 * Reads server-sent events until there are no more. The browser's own reader can send no key.
 * @param {string} id @param {string} last The event that was seen last. @param {AbortSignal} signal @param {() => Promise<void>} onEvent
 * @returns {Promise<string>} The event seen last.
 */
async function listen(id, last, signal, onEvent) {
  const answer = await request('GET', `videos/${id}/events`, undefined, {
    signal,
    headers: { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) },
  });
  if (!answer.body) return last;

  let rest = '';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return last;

      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      const told = events.filter(event => /^data:/m.test(event));
      last = /^id: (.*)$/m.exec(told.at(-1) ?? '')?.[1] ?? last;
      if (told.length > 0) await onEvent();
    }
  } catch (error) {
    // The line broke; whoever asked comes back.
    signal.throwIfAborted();
    if (error instanceof ApiError) throw error;
    return last;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {number} milliseconds @param {AbortSignal} signal @returns {Promise<void>} Also done when the signal ends it. */
export const pause = (milliseconds, signal) => new Promise(resolve => {
  const done = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
    resolve();
  };
  const timer = setTimeout(done, milliseconds);
  signal.addEventListener('abort', done);
});
