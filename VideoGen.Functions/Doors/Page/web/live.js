// @ts-check
/** Follows a job to its end: by its event stream while the page is looked at, and by asking every few seconds where there is none. */
import { ApiError, get, request } from './api.js';

const askEvery = 5000;
const answerWithin = 20000;
const longestRest = 5000;

// The service speaks at once, and then at least every 15 s. What is silent for longer is dead, or held back by something on the way.
const firstWithin = 6000;
const silentFor = 22000;
// A stream that ends so early does not get through; it is tried again later.
const tooShort = 2000;
const streamAgain = 60000;

/**
 * Says how a job stands now, and after each change, until it is over or the signal ends it. Outlives a server that is away for a while,
 * a machine that slept, and a way that lets no stream through.
 * @param {string} id
 * @param {(job: import('./types').Job) => void} onJob
 * @param {AbortSignal} signal
 * @param {(isAway: boolean) => void} [onAway] Told when the service cannot be reached, and when it can again.
 * @throws {ApiError} There is no such job, or no longer.
 */
export async function follow(id, onJob, signal, onAway = () => {}) {
  const stream = { last: '', failed: 0 };
  let failures = 0;
  const look = async () => {
    const job = await get(`videos/${id}`, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]) });
    failures = 0;
    onAway(false);
    onJob(job);
    return isOver(job);
  };

  while (!signal.aborted) {
    try {
      if (await look()) return;

      // A hidden page holds no line: a browser has few to one service, and all tabs share them.
      if (document.hidden || (stream.failed && Date.now() - stream.failed < streamAgain)) {
        await rest(askEvery, signal);
      } else {
        for await (const _ of events(id, stream, signal)) {
          if (await look()) return;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isRefusal(error)) throw error;
      onAway(true);
      // It may be another one that comes back.
      stream.failed = 0;
      await rest(Math.min(1000 * 2 ** failures++, longestRest), signal);
    }
  }
}

/** @param {{ status: string }} job */
export const isOver = job => ['completed', 'failed', 'canceled'].includes(job.status);

/** An answer that another try would not change. @param {unknown} error */
const isRefusal = error => error instanceof ApiError && error.status >= 400 && error.status < 500 && ![408, 429].includes(error.status);

/**
 * Server-sent events, as they come, until there are no more. The browser's own reader can send no key.
 * Why it ended is left to whoever asks next: they see whether the line or the service is gone.
 * @param {string} id @param {{ last: string, failed: number }} stream The event seen last, and when none got through. @param {AbortSignal} signal
 */
async function* events(id, stream, signal) {
  const line = new AbortController();
  let isMeant = false;
  const hangUp = () => line.abort();
  const change = () => {
    isMeant = true;
    hangUp();
  };
  document.addEventListener('visibilitychange', change);
  addEventListener('online', change);
  let timer = setTimeout(hangUp, firstWithin);
  let began = 0;
  try {
    const answer = await request('GET', `videos/${id}/events`, undefined, {
      signal: AbortSignal.any([signal, line.signal]),
      headers: { Accept: 'text/event-stream', ...(stream.last && { 'Last-Event-ID': stream.last }) },
    });
    if (!answer.body || !answer.headers.get('Content-Type')?.startsWith('text/event-stream')) return;

    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return;

      began ||= performance.now();
      clearTimeout(timer);
      timer = setTimeout(hangUp, silentFor);
      const parts = (text + value).split('\n\n');
      text = parts.pop() ?? '';
      const told = parts.filter(event => /^data:/m.test(event));
      stream.last = /^id: (.*)$/m.exec(told.at(-1) ?? '')?.[1] ?? stream.last;
      if (told.length > 0) yield;
    }
  } catch {
    // See above.
  } finally {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', change);
    removeEventListener('online', change);
    line.abort();
    const isGood = isMeant || (began > 0 && performance.now() - began > tooShort);
    stream.failed = isGood ? 0 : Date.now();
  }
}

/** A pause that ends early when there may be something new to see: the page is looked at again, or the network is back. @param {number} milliseconds @param {AbortSignal} signal */
async function rest(milliseconds, signal) {
  const awake = new AbortController();
  const wake = () => document.hidden || awake.abort();
  document.addEventListener('visibilitychange', wake);
  addEventListener('online', wake);
  await pause(milliseconds, AbortSignal.any([signal, awake.signal]));
  document.removeEventListener('visibilitychange', wake);
  removeEventListener('online', wake);
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
