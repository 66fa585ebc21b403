import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLeases, Leases, takeLease } from '../../server/lease.ts';
import { announceProcess } from '../../server/living.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';

let app: TestApp;
let dataDir: string;
beforeAll(async () => {
  [app, dataDir] = [await buildTestApp(), await mkdtemp(join(tmpdir(), 'ombud-living-'))];
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await app.close();
  await rm(dataDir, { recursive: true, force: true });
});

const children: ChildProcess[] = [];
const names = () => readdir(join(dataDir, 'processes'));

/** Another process of this folder, that lives until it is killed; resolves with its id. */
async function another() {
  const source = new URL('../../server/living.ts', import.meta.url).href;
  const code = `import { announceProcess } from '${source}';
    console.log(announceProcess(${JSON.stringify(dataDir)}).id);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, id: line.toString().trim() };
}

test('a process is known to be dead when it was killed, and not before', async () => {
  const { child, id } = await another();
  const first = announceProcess(dataDir);
  expect(first.dead).toEqual([]);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  const second = announceProcess(dataDir);
  expect(second.dead).toEqual([id]);
  // Until what it held has been given back, others find it too.
  const third = announceProcess(dataDir);
  expect(third.dead).toEqual([id]);
  second.bury();
  expect((await names()).sort()).toEqual([first.id, second.id, third.id].sort());
  for (const living of [first, second, third]) living.end();
  expect(await names()).toEqual([]);
});

test('the leases of the dead end, and no others', async () => {
  const [dead, alive, next] = ['dead', 'alive', 'next'].map((process) => ({ ...app.context, process }));
  if (!dead || !alive || !next) throw new Error('three processes');
  await takeLease(dead, 'left', 'a', 60_000);
  await takeLease(alive, 'held', 'b', 60_000);
  await endLeases(next, ['dead']);
  expect(await takeLease(next, 'left', 'c', 60_000)).toBe(true);
  expect(await takeLease(next, 'held', 'c', 60_000)).toBe(false);
  expect(await Leases(app.context).findById('left').lean()).toMatchObject({ process: 'next' });
});
