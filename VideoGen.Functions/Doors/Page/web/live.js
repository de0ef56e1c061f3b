// @ts-check
/** Follows a job to its end: by its event stream, and by asking every few seconds where there is none. */
import { ApiError, get, request } from './api.js';

const askEvery = 5000;
// A stream says something at once, and then at least every 15 seconds; what does not is held back by something on the way.
const firstWord = 5000;
const anyWord = 40000;
// Nor does a stream get through that ends so early.
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
  const seen = { last: '' };
  const ask = async () => {
    const job = await get(`videos/${id}`, { signal });
    onAway(false);
    onJob(job);
    return isOver(job);
  };
  while (!signal.aborted) {
    try {
      if (await ask()) return;

      const began = performance.now();
      for await (const _ of changes(id, seen, signal)) if (await ask()) return;
      if (performance.now() - began < tooShort) await pause(askEvery, signal);
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
 * Reads server-sent events, as the browser's own reader can send no key. Ends when the stream does, is refused, breaks or falls silent:
 * whoever goes on asking will learn why.
 * @param {string} id @param {{ last: string }} seen The id of the event that was seen last. @param {AbortSignal} signal
 */
async function* changes(id, seen, signal) {
  const line = new AbortController();
  const hangUp = () => line.abort();
  let patience = setTimeout(hangUp, firstWord);
  try {
    const answer = await request('GET', `videos/${id}/events`, undefined, {
      signal: AbortSignal.any([signal, line.signal]),
      headers: { Accept: 'text/event-stream', ...(seen.last && { 'Last-Event-ID': seen.last }) },
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    while (reader) {
      const { done, value } = await reader.read();
      if (done) return;

      clearTimeout(patience);
      patience = setTimeout(hangUp, anyWord);
      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      const told = events.filter(event => /^data:/m.test(event));
      seen.last = /^id: (.*)$/m.exec(told.at(-1) ?? '')?.[1] ?? seen.last;
      if (told.length > 0) yield;
    }
  } catch {
    signal.throwIfAborted();
  } finally {
    clearTimeout(patience);
    line.abort();
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
