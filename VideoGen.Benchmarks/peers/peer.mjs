// node peer.mjs ENGINE CONCURRENCY: one engine as a process that answers one line of JSON to each line of JSON it is sent.
// EmbeddedContestant.cs is the same for our side; the two measure in the same way. Ends when its input ends.
// Environment: BENCH_DIR, a scratch folder; PGURL, an empty database.
import readline from 'node:readline';
import { closedLoop, lateness, until, waiting } from './measure.mjs';

const [engine, concurrency] = process.argv.slice(2);
const payload = 'x'.repeat(100);
const answer = o => process.stdout.write('#bench ' + JSON.stringify(o) + '\n');
const peer = await (await import(`./${engine}.mjs`)).default({ concurrency: +concurrency });

const commands = {
  w1: ({ id, concurrency, seconds }) => closedLoop(concurrency, seconds, i => peer.run('w1', `${id}-${i}`, payload)),
  async w2({ id, count }) {
    const began = performance.now();
    await Promise.all(Array.from({ length: count }, (_, i) => peer.run('w2', `${id}-${i}`, payload)));
    return { seconds: (performance.now() - began) / 1000, ...lateness(`${id}-`) };
  },
  async wait({ id, count, ms }) {
    await Promise.all(Array.from({ length: count }, (_, i) => peer.start('w3', `${id}-${i}`, String(ms))));
    if (!await until(() => waiting() >= count, 20, 120_000)) throw new Error('not all of them came to wait');
    return {};
  },
  async finish({ count }) {
    if (!await until(async () => await peer.completed() >= count, 10, 120_000)) throw new Error('not all of them completed');
    return {};
  },
  async syncs() { return { syncs: peer.syncs ? await peer.syncs() : null }; },
};

answer({ ready: true });
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line);
  try { answer(await commands[command](rest)); } catch (e) { answer({ error: String(e?.stack ?? e) }); }
}
process.exit(0);
