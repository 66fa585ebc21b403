import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that does one task after the other. */
export interface Child {
  pid: number;
  ask<T>(task: string, ...args: unknown[]): Promise<T>;
  /** Lets it end by itself. */
  end(): Promise<void>;
}

const top = join(import.meta.dirname, '../../..');
const scripts = (JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts;
/** The flags that `npm start` gives to Node, and those that this process was given, for profiles. */
const flags = [...scripts.start.split(' ').filter((word) => word.startsWith('--')), ...process.execArgv];

/** Starts a file of this folder as a process of its own; it is ready when this resolves. */
export async function startChild(file: string, ...args: string[]): Promise<Child> {
  const child = fork(join(import.meta.dirname, file), args, { execArgv: flags });
  const answer = (): Promise<{ value?: unknown; error?: string }> =>
    new Promise((done, failed) => {
      child.once('message', done);
      child.once('exit', (code) => failed(new Error(`${file} ended with ${code}`)));
    });
  await answer();
  return {
    pid: child.pid ?? 0,
    async ask<T>(task: string, ...more: unknown[]) {
      child.removeAllListeners('exit');
      child.send({ task, args: more });
      const { value, error } = await answer();
      if (error) throw new Error(error);
      return value as T;
    },
    async end() {
      const ended = new Promise((done) => child.once('exit', done));
      child.disconnect();
      await ended;
    },
  };
}

/** The child's side: does what it is asked until the parent lets it go, then cleans up. */
export function serve(tasks: Record<string, (...args: never[]) => unknown>, finish: () => unknown): void {
  process.on('message', ({ task, args }: { task: string; args: never[] }) => {
    void (async () => {
      try {
        process.send?.({ value: await tasks[task]?.(...args) });
      } catch (error) {
        process.send?.({ error: (error as Error).stack });
      }
    })();
  });
  process.on('disconnect', () => void (async () => finish())());
  process.send?.({ value: 'ready' });
}
