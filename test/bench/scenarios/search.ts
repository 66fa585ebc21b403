import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, quantile, type Figure, type Scenario } from '../figure.ts';
import { queriesOf } from '../search-queries.ts';
import { call, startServer } from '../server.ts';

const run = promisify(execFile);
const REQUESTS = 200;

/** Ticket search over HTTP, 50 rows with their snippets, beside SQLite's full text over the same tickets unsealed. */
export const search: Scenario = async (work, { quick }) => {
  const n = quick ? 1000 : 100_000;
  const rounds = quick ? 1 : 3;
  const dataDir = await mkdtemp(join(tmpdir(), 'ombud-bench-'));
  await run(process.execPath, [join(import.meta.dirname, '../seed.ts'), dataDir, String(n), '--search']);
  const server = await startServer({ dataDir });
  const queries = Object.entries(queriesOf(work.corpus, n));
  const measured = new Map(queries.map(([kind]) => [kind, { ours: [] as number[], floors: [] as number[] }]));
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, '../search-floor.ts'), String(n)]);
    const floors = JSON.parse(stdout) as Record<string, number>;
    for (const [kind, texts] of queries) {
      measured.get(kind)?.floors.push(floors[kind] ?? 0);
      measured.get(kind)?.ours.push(quantile(await ask(server, texts), 0.95));
    }
  }
  await server.stop();
  return [...measured].map(([kind, { ours, floors }]): Figure => ({
    name: `search of ${n.toLocaleString('en')} tickets: ${kind}, p95`,
    value: median(ours),
    unit: 'ms',
    baseline: median(floors),
    ratio: median(ours.map((one, i) => one / (floors[i] ?? 1))),
    aim: '15',
  }));
};

async function ask({ url, cookie }: { url: string; cookie: string }, texts: string[]): Promise<number[]> {
  const times: number[] = [];
  for (let i = -40; i < REQUESTS; i++) {
    const q = encodeURIComponent(texts[Math.abs(i) % texts.length] ?? '');
    const at = performance.now();
    await (await call(`${url}/api/v1/tickets?limit=50&q=${q}`, { cookie })).arrayBuffer();
    if (i >= 0) times.push(performance.now() - at);
  }
  return times;
}
