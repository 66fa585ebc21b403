import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const top = join(import.meta.dirname, '../../..');

/** The embedded store in a process of its own, as `ombud store` runs it. */
export interface RunningStore {
  pid: number;
  uri: string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts it and waits until it listens; throws what it says when it does not. */
export async function startStore(dataDir: string): Promise<RunningStore> {
  const child = spawnStore(dataDir);
  const said = await new Promise<string>((done) => {
    let text = '';
    const limit = setTimeout(() => done(`${text} (nothing more in 30 s)`), 30_000);
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      if (!/listens on \S+\n/.test(text)) return;
      clearTimeout(limit);
      done(text);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', () => done(text));
  });
  const uri = /listens on (\S+)\n/.exec(said)?.[1];
  if (!uri) {
    await end(child);
    throw new Error(said);
  }
  return { pid: child.pid ?? 0, uri, kill: (signal) => end(child, signal) };
}

/** Starts it and kills it after so many milliseconds, ready or not. */
export async function startAndKill(dataDir: string, ms: number): Promise<void> {
  const child = spawnStore(dataDir);
  await new Promise((resolve) => setTimeout(resolve, ms));
  await end(child);
}

function spawnStore(dataDir: string): ChildProcess {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  return spawn(process.execPath, ['server/cli.ts', 'store', '--listen', '0'], { cwd: top, env });
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const ended = once(child, 'exit');
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await ended;
}
