import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const ombud = join(import.meta.dirname, '../../bin/ombud.mjs');

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The command line in a folder of its own. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'ombud-cli-'));

  /** Runs `ombud …` as a user does, in a process of its own. */
  run(args: string[], env: Record<string, string>): Promise<Ended> {
    const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
    const options = { env: { PATH, NODE_COMPILE_CACHE, ...env }, cwd: this.folder };
    const child = spawn(process.execPath, [ombud, ...args], options);
    const ended: Ended = { code: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()));
    return new Promise((done) => child.on('close', (code) => done({ ...ended, code })));
  }

  /** The settings of a data folder; on the second engine with a database of its own. */
  settings(name: string): Record<string, string> {
    const uri = process.env['TEST_MONGODB_URI']?.replace(/\/+$/, '');
    const database = `${basename(this.folder)}-${name}`;
    return { DATA_DIR: join(this.folder, name), ...(uri ? { MONGODB_URI: `${uri}/${database}` } : {}) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
