import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { leaveUnsearched } from './unsearched.ts';

const run = promisify(execFile);
/** Where what was seeded is kept and taken again; without it each run seeds anew. */
const kept = process.env['OMBUD_BENCH_DATA'];

export interface Seeded {
  dataDir: string;
  /** Takes it away unless it is kept. */
  remove(): Promise<void>;
}

/**
 * A data folder with n tickets of the corpus, and `long` ones of 500 messages above them. A million takes some five
 * minutes: batches of 500 through the store, sealing in this process's thread while the store's inserts the last ones.
 * `changes`: what is kept is copied before it is used. The search over them is left unbuilt.
 */
export async function seeded(n: number, { long = 0, changes = false } = {}): Promise<Seeded> {
  const name = `${n}${long ? `-${long}` : ''}`;
  const dataDir = kept ? join(kept, name) : await mkdtemp(join(tmpdir(), 'ombud-bench-'));
  const remove = (folder: string) => rm(folder, { recursive: true, force: true });
  if (!existsSync(join(dataDir, 'seeded'))) {
    console.log(`  seeding ${n.toLocaleString('en')} tickets${kept ? `, kept in ${dataDir}` : ''}`);
    await mkdir(dataDir, { recursive: true });
    const seeding = spawn(
      process.execPath,
      [join(import.meta.dirname, 'seed.ts'), dataDir, String(n), '--progress', `--long=${long}`],
      { stdio: 'inherit' },
    );
    const [code] = (await once(seeding, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`seeding ended with ${code}`);
    await writeFile(join(dataDir, 'seeded'), '');
  }
  await leaveUnsearched(dataDir);
  if (!kept) return { dataDir, remove: () => remove(dataDir) };
  if (!changes) return { dataDir, remove: () => Promise.resolve() };
  const copy = await mkdtemp(join(tmpdir(), 'ombud-bench-'));
  await run('cp', ['-r', '--reflink=auto', `${dataDir}/.`, copy]);
  return { dataDir: copy, remove: () => remove(copy) };
}
