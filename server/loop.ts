import { randomUUID } from 'node:crypto';
import type { Context } from './context.ts';
import { takeLease } from './lease.ts';

export interface Loop {
  /** Runs soon; calls while a run is under way lead to one more run. */
  wake(): void;
  /** Ends after the run that is under way. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  /** Milliseconds between runs that nobody woke. */
  everyMs: number;
  run: () => Promise<unknown>;
  /** False for a loop that every process may run. */
  lease?: boolean;
}

const LEASE_MS = 10_000;

/** A loop that runs at once, then every `everyMs` and when woken, never twice at a time, in one process at a time. */
export function startLoop(context: Context, options: LoopOptions): Loop {
  const holder = randomUUID();
  let stopped = false;
  let again = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const once = async (): Promise<void> => {
    if (options.lease !== false && !(await takeLease(context, options.name, holder, LEASE_MS))) return;
    await options.run();
  };
  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    do {
      again = false;
      await once().catch((err: unknown) => context.log.error({ err, loop: options.name }, 'a loop failed'));
    } while (again && !stopped);
    running = undefined;
    if (!stopped) timer = setTimeout(wake, options.everyMs).unref();
  };
  const wake = (): void => {
    if (stopped) return;
    if (running) again = true;
    else running = turn();
  };
  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
