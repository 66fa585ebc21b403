import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median, quantile, type Figure, type Scenario } from '../figure.ts';
import { questionsOf } from '../kb-articles.ts';
import { call, startServer, type Running } from '../server.ts';

const run = promisify(execFile);
const REQUESTS = 200;

/**
 * Search of articles over HTTP, eight hits with their excerpts, beside bare MiniSearch over the same articles; what
 * they cost at the start and in memory, beside a desk without any.
 */
export const kb: Scenario = async (work, { quick }) => {
  const n = quick ? 1000 : 10_000;
  const empty = await startServer();
  const without = { startedMs: empty.startedMs, memory: empty.pss() };
  await empty.stop();
  const dataDir = await mkdtemp(join(tmpdir(), 'ombud-bench-'));
  await run(process.execPath, [join(import.meta.dirname, '../kb-seed.ts'), dataDir, String(n)]);
  const server = await startServer({ dataDir });
  const questions = Object.entries(questionsOf(work.corpus, n));
  const measured = new Map(questions.map(([kind]) => [kind, { ours: [] as number[], floors: [] as number[] }]));
  let floors: Record<string, number> = {};
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, '../kb-floor.ts'), String(n)]);
    floors = JSON.parse(stdout) as Record<string, number>;
    for (const [kind, texts] of questions) {
      measured.get(kind)?.floors.push(floors[kind] ?? 0);
      measured.get(kind)?.ours.push(quantile(await ask(server, texts), 0.95));
    }
  }
  const memory = server.pss();
  await server.stop();
  const many = n.toLocaleString('en');
  return [
    ...[...measured].map(([kind, { ours, floors: bare }]): Figure => ({
      name: `search of ${many} articles: ${kind}, p95`,
      value: median(ours),
      unit: 'ms',
      baseline: median(bare),
      ratio: median(ours.map((one, i) => one / (bare[i] ?? 1))),
      aim: '15',
    })),
    { name: `${many} articles: start to ready, more`, value: server.startedMs - without.startedMs, unit: 'ms', baseline: floors['build'] ?? 0 },
    { name: `${many} articles: memory (PSS), more`, value: memory - without.memory, unit: 'MB', baseline: floors['memory'] ?? 0 },
  ];
};

async function ask({ url }: Running, texts: string[]): Promise<number[]> {
  const times: number[] = [];
  for (let i = -40; i < REQUESTS; i++) {
    const query = new URLSearchParams({ q: texts[Math.abs(i) % texts.length] ?? '', locale: 'en' });
    const at = performance.now();
    await (await call(`${url}/api/v1/help/search?${query}`)).arrayBuffer();
    if (i >= 0) times.push(performance.now() - at);
  }
  return times;
}
