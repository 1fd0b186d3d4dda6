// The peer: graphile-worker on the same server. Its jobs carry a payload and nothing else: no money, no accounts, no events.
import { makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";

const [jobs, parallel] = process.argv.slice(2).map(Number);
const pool = new pg.Pool({ max: parallel + 4 });
const utils = await makeWorkerUtils({ pgPool: pool });
await utils.migrate();

let done = 0;
let finish;
const finished = new Promise((resolve) => (finish = resolve));
const runner = await run({
  pgPool: pool,
  concurrency: parallel,
  pollInterval: 1000,
  noHandleSignals: true,
  taskList: {
    nothing: async () => {
      if (++done === jobs) finish();
    },
  },
});

const begin = process.hrtime.bigint();
let next = 0;
const producers = Array.from({ length: parallel }, async () => {
  while (next < jobs) {
    const number = next++;
    await utils.addJob("nothing", { prompt: `hill number ${number}` });
  }
});
await Promise.all(producers);
await finished;
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
await runner.stop();
await pool.end();
console.log(`${Math.round(jobs / seconds)} jobs/s`);
process.exit(0);
