// openworkflow on SQLite (OW=sqlite, the default) or PostgreSQL (OW=postgres). The worker's concurrency is the run's.
// Its handle.result() looks once a second, so completion is seen by one shared query instead.
import { OpenWorkflow } from 'openworkflow';
import { asked, passed, note, watcher } from './measure.mjs';

async function onPostgres() {
  const { BackendPostgres } = await import('openworkflow/postgres');
  const sql = (await import('postgres')).default(process.env.PGURL, { max: 2, onnotice: () => { } });
  return {
    backend: await BackendPostgres.connect(process.env.PGURL),
    poll: async ids => (await sql`select id from openworkflow.workflow_runs where id = any(${ids}) and status = 'completed'`).map(r => r.id),
    completed: async () => +(await sql`select count(*) n from openworkflow.workflow_runs where status = 'completed'`)[0].n,
    syncs: async () => +(await sql`select wal_sync n from pg_stat_wal`)[0].n,
  };
}

async function onSqlite() {
  const { BackendSqlite } = await import('openworkflow/sqlite');
  const { DatabaseSync } = await import('node:sqlite');
  const file = process.env.BENCH_DIR + '/openworkflow.db', backend = BackendSqlite.connect(file), db = new DatabaseSync(file);
  const among = db.prepare("select id from workflow_runs where namespace_id = 'default' and id in (select value from json_each(?)) and status = 'completed'");
  const count = db.prepare("select count(*) n from workflow_runs where status = 'completed'");
  return { backend, poll: async ids => among.all(JSON.stringify(ids)).map(r => r.id), completed: async () => count.get().n };
}

export default async ({ concurrency }) => {
  const { backend, poll, completed, syncs } = await (process.env.OW === 'postgres' ? onPostgres() : onSqlite());
  const ow = new OpenWorkflow({ backend });
  const workflows = {
    w1: ow.defineWorkflow({ name: 'w1' }, async ({ input, step }) => {
      let x = input.x;
      for (let i = 0; i < 5; i++) { const y = x; x = await step.run({ name: 's' + i }, async () => y); }
      return x;
    }),
    w2: ow.defineWorkflow({ name: 'w2' }, async ({ input, step }) => {
      for (let k = 0; k < 3; k++) { asked(input.id, k); await step.sleep('t' + k, '1s'); passed(input.id, k); }
      return 'ok';
    }),
    w3: ow.defineWorkflow({ name: 'w3' }, async ({ input, step }) => {
      await step.run({ name: 'a' }, async () => { note('A ' + input.id); return 1; });
      await step.sleep('t', input.x + 'ms');
      await step.run({ name: 'b' }, async () => { note('B ' + input.id); return 1; });
      return 'ok';
    }),
  };
  const watch = watcher(poll), worker = ow.newWorker({ concurrency });
  await worker.start();
  const start = (kind, id, x) => workflows[kind].run({ id, x });
  return { start, run: async (kind, id, x) => { await watch.wait((await start(kind, id, x)).workflowRun.id); }, completed, syncs };
};
