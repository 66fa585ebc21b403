import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, quantile, type Figure, type Scenario } from '../figure.ts';
import { readLists } from '../lists.ts';
import { startServer } from '../server.ts';

const run = promisify(execFile);

/** The ticket list over HTTP, 50 rows, at 1,000 and 100,000 tickets, baseline and product in turns. */
export const list: Scenario = async (work, { quick }) => {
  const figures: Figure[] = [];
  for (const n of quick ? [1000] : [1000, 100_000]) {
    const dataDir = await mkdtemp(join(tmpdir(), 'ombud-bench-'));
    await run(process.execPath, [join(import.meta.dirname, '../seed.ts'), dataDir, String(n)]);
    const server = await startServer({ dataDir });
    const [p95, floors, ratios]: number[][] = [[], [], []];
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      const floor = (await work.floor('list', n)).p95;
      const times = await readLists(server.url, server.cookie);
      p95?.push(quantile(times, 0.95));
      floors?.push(floor);
      ratios?.push(quantile(times, 0.95) / floor);
    }
    await server.stop();
    figures.push({
      name: `ticket list, 50 rows, ${n.toLocaleString('en')} tickets, p95`,
      value: median(p95 ?? []),
      unit: 'ms',
      baseline: median(floors ?? []),
      ratio: median(ratios ?? []),
      aim: 'under 10; then 5',
    });
  }
  const [small, large] = figures;
  if (small && large)
    figures.push({ name: 'growth of the list, 1,000 to 100,000', value: large.value / small.value, unit: 'times', aim: '1.5' });
  return figures;
};
