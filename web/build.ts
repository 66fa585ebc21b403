import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FRONT_ENDS, buildsOf, distFolder, webFolder, type FrontEnd } from './vite.ts';

export interface BuildOptions {
  /** Builds what is up to date as well. */
  force?: boolean;
  /** Only these; all when absent. */
  only?: readonly FrontEnd[];
  /** Told a line for each front end that was built. */
  log?: (line: string) => void;
}

/** What each front end was built from: name → hash. Also good as the version of files with fixed names. */
const stampsFile = join(distFolder, 'build.json');

/**
 * Builds the front ends into dist/inbox, dist/widget and dist/help; skips those whose sources have not changed since.
 * Vite is loaded only when there is something to do. Returns the names of those built; rejects with Vite's error.
 */
export async function buildAll(options: BuildOptions = {}): Promise<FrontEnd[]> {
  const stamps = await readStamps();
  const built: FrontEnd[] = [];
  for (const name of options.only ?? FRONT_ENDS) {
    const hash = await hashOf(name);
    if (!options.force && stamps[name] === hash && existsSync(join(distFolder, name))) continue;
    const builds = buildsOf(name);
    if (builds.length === 0) continue;
    const started = performance.now();
    const { build } = await import('vite');
    for (const config of builds) await build(config);
    stamps[name] = hash;
    await writeFile(stampsFile, `${JSON.stringify(stamps, null, 2)}\n`);
    built.push(name);
    options.log?.(`${name}: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return built;
}

type Stamps = Partial<Record<FrontEnd, string>>;

async function readStamps(): Promise<Stamps> {
  await mkdir(distFolder, { recursive: true });
  try {
    return JSON.parse(await readFile(stampsFile, 'utf8')) as Stamps;
  } catch {
    return {};
  }
}

/** One hash over everything that goes into a front end: its sources, what they share, and the packages' versions. */
async function hashOf(name: FrontEnd): Promise<string> {
  const top = join(webFolder, '..');
  const folders = [join(webFolder, name), join(webFolder, 'shared'), join(top, 'server/messages')];
  const files = [join(webFolder, 'vite.ts'), join(webFolder, 'build.ts'), join(top, 'package-lock.json')];
  for (const folder of folders) files.push(...(await filesIn(folder)));
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = await readFile(file);
    hash.update(`${file.slice(top.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

if (import.meta.main) {
  const built = await buildAll({
    force: process.argv.includes('--force'),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  if (built.length === 0) process.stdout.write('Everything is up to date.\n');
}
