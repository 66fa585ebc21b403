import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine } from './ombud.ts';

/**
 * Makes a data folder and a database at `uri` as they are after a move: the desk in `template`, which was filled on the
 * embedded store, copied and moved by `ombud move`.
 */
export async function beginMoved(template: string, dataDir: string, uri: string): Promise<void> {
  cpSync(template, dataDir, { recursive: true });
  const line = new CommandLine();
  try {
    const { code, out, err } = await line.run(['move', '--to', uri], { DATA_DIR: dataDir });
    if (code !== 0) throw new Error(`The move failed:\n${out}${err}`);
    // What is read from now on comes from the other engine.
    for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `ombud.db${end}`), { force: true });
  } finally {
    line.remove();
  }
}
