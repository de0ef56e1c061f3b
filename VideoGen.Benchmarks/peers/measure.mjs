// What every engine is measured with: the closed loop, the timer marks, the ledger of the recovery run.
import fs from 'node:fs';

export const sleep = ms => new Promise(r => setTimeout(r, ms));

export async function until(condition, everyMs, capMs) {
  const began = performance.now();
  while (performance.now() - began < capMs) {
    if (await condition()) return true;
    await sleep(everyMs);
  }
  return false;
}

const percentile = (sorted, p) => sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] : null;
const spread = values => {
  const sorted = values.sort((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: percentile(sorted, 1) };
};

// `concurrency` workflows always in flight. The window opens when as many as that have completed, and closes after at least
// `seconds`, when a whole multiple of that many has: engines that go in waves are cut between two of them.
export async function closedLoop(concurrency, seconds, one) {
  const finished = [];
  let next = 0, done = 0, from = null, closed = null;
  const slot = async () => {
    while (!closed) {
      const began = performance.now();
      await one(next++);
      const now = performance.now();
      if (closed) return;
      if (from !== null) finished.push(now - began);
      if (++done % concurrency) continue;
      if (from === null) from = now;
      else if (now - from >= seconds * 1000) closed = { count: finished.length, rate: finished.length / ((now - from) / 1000) };
    }
  };
  await Promise.all(Array.from({ length: concurrency }, slot));
  return { ...closed, total: next, ...spread(finished) };
}

// Lateness as a user sees it: the first time code runs past the timer, less the first time it asked for it, less the delay.
// Only the first passage counts: an engine that replays runs the code again.
const asks = new Map(), passes = new Map();
export const asked = (id, k) => { const key = `${id}/${k}`; if (!asks.has(key)) asks.set(key, performance.now()); };
export const passed = (id, k) => { const key = `${id}/${k}`; if (!passes.has(key)) passes.set(key, performance.now()); };
export const lateness = prefix => {
  const late = [...passes].filter(([key]) => key.startsWith(prefix)).map(([key, at]) => at - asks.get(key) - 1000);
  return { timers: late.length, ...spread(late) };
};

// A line an activity, appended at once: it survives the process.
const ledger = process.env.BENCH_DIR + '/ledger';
let opened;
export const note = line => { opened ??= fs.openSync(ledger, 'a'); fs.writeSync(opened, line + '\n'); };
export const waiting = () => fs.existsSync(ledger) ? fs.readFileSync(ledger, 'utf8').split('\n').filter(x => x.startsWith('A ')).length : 0;

// Completion for an engine without a push-style result: one query a tick for the whole run, not one a workflow.
export function watcher(poll) {
  const waiters = new Map();
  let stopped = false;
  (async () => {
    while (!stopped) {
      if (waiters.size) for (const id of await poll([...waiters.keys()])) { waiters.get(id)?.(); waiters.delete(id); }
      await sleep(waiters.size <= 1 ? 2 : waiters.size <= 50 ? 10 : 25);
    }
  })().catch(e => { console.error(e); process.exit(3); });
  return { wait: id => new Promise(f => waiters.set(id, f)), stop: () => { stopped = true; } };
}
