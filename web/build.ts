import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compressBuilt } from './compress.ts';
import { FRONT_ENDS, distFolder, hashOf, outOfDate, readStamps, stampsFile, type FrontEnd } from './stamp.ts';

export interface BuildOptions {
  /** Builds what is up to date as well. */
  force?: boolean;
  /** Only these; all when absent. */
  only?: readonly FrontEnd[];
  /** Told a line for each front end that was built. */
  log?: (line: string) => void;
}

/**
 * Builds the front ends into dist/inbox, dist/widget and dist/help; skips those whose sources have not changed since.
 * Vite is loaded only when there is something to do. Returns the names of those built; rejects with Vite's error.
 */
export async function buildAll(options: BuildOptions = {}): Promise<FrontEnd[]> {
  const asked = options.only ?? FRONT_ENDS;
  const stale = options.force ? asked : outOfDate(asked);
  if (stale.length === 0) return [];
  const [{ build }, { buildsOf }] = await Promise.all([import('vite'), import('./vite.ts')]);
  await mkdir(distFolder, { recursive: true });
  const built: FrontEnd[] = [];
  for (const name of stale) {
    const builds = buildsOf(name);
    if (builds.length === 0) continue;
    const started = performance.now();
    // Before the build, so that what changes during it is built next time.
    const hash = hashOf(name);
    for (const config of builds) await build(config);
    await compressBuilt(join(distFolder, name));
    await writeFile(stampsFile, `${JSON.stringify({ ...readStamps(), [name]: hash }, null, 2)}\n`);
    built.push(name);
    options.log?.(`${name}: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return built;
}

if (import.meta.main) {
  const built = await buildAll({
    force: process.argv.includes('--force'),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  if (built.length === 0) process.stdout.write('Everything is up to date.\n');
}
