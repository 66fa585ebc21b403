import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The front ends, where their sources lie and where Vite's output goes. */
export const FRONT_ENDS = ['inbox', 'widget', 'help'] as const;
export type FrontEnd = (typeof FRONT_ENDS)[number];

export const webFolder = import.meta.dirname;
export const distFolder = join(webFolder, '..', 'dist');

/** What each front end was built from: name → hash. Also good as the version of files with fixed names. */
export const stampsFile = join(distFolder, 'build.json');
export type Stamps = Partial<Record<FrontEnd, string>>;

/** The front ends that are not built or whose sources have changed since. Loads no Vite, so that a start stays fast. */
export function outOfDate(names: readonly FrontEnd[] = FRONT_ENDS): FrontEnd[] {
  const stamps = readStamps();
  return names.filter((name) => stamps[name] !== hashOf(name) || !existsSync(join(distFolder, name)));
}

/** The stamps of the last build; empty when there was none. */
export function readStamps(): Stamps {
  try {
    return JSON.parse(readFileSync(stampsFile, 'utf8')) as Stamps;
  } catch {
    return {};
  }
}

/** One hash over everything that goes into a front end: its sources, what they share, and the packages' versions. */
export function hashOf(name: FrontEnd): string {
  const top = join(webFolder, '..');
  const folders = [join(webFolder, name), join(webFolder, 'shared'), join(top, 'server/messages')];
  const files = ['vite.ts', 'icons.ts', 'shell.ts', 'trim.ts', 'build.ts', 'compress.ts', '../package-lock.json'].map(
    (file) => join(webFolder, file),
  );
  for (const folder of folders) files.push(...filesIn(folder));
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = readFileSync(file);
    hash.update(`${file.slice(top.length).replaceAll('\\', '/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
