// DBOS Transact on PostgreSQL: default pool and settings, workflows started directly, completion through its in-process handle.
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { asked, passed, note } from './measure.mjs';

const workflows = {
  w1: DBOS.registerWorkflow(async (id, x) => {
    for (let i = 0; i < 5; i++) { const y = x; x = await DBOS.runStep(async () => y, { name: 's' + i }); }
    return x;
  }, { name: 'w1' }),
  w2: DBOS.registerWorkflow(async id => {
    for (let k = 0; k < 3; k++) { asked(id, k); await DBOS.sleepms(1000); passed(id, k); }
    return 'ok';
  }, { name: 'w2' }),
  w3: DBOS.registerWorkflow(async (id, ms) => {
    await DBOS.runStep(async () => note('A ' + id), { name: 'a' });
    await DBOS.sleepms(+ms);
    await DBOS.runStep(async () => note('B ' + id), { name: 'b' });
    return 'ok';
  }, { name: 'w3' }),
};

export default async () => {
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: process.env.PGURL, logLevel: 'error', applicationVersion: '1' });
  await DBOS.launch();
  const pool = new pg.Pool({ connectionString: process.env.PGURL, max: 1 });
  const number = async sql => +(await pool.query(sql)).rows[0].n;
  const start = (kind, id, x) => DBOS.startWorkflow(workflows[kind], { workflowID: id })(id, x);
  return {
    start,
    run: async (kind, id, x) => { await (await start(kind, id, x)).getResult(); },
    completed: () => number("select count(*) n from dbos.workflow_status where status = 'SUCCESS'"),
    syncs: () => number('select wal_sync n from pg_stat_wal'),
  };
};
