import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';

/** A turn nobody woke; another process takes over this soon after the lease of a dead one ends. */
const EVERY_MS = 2_000;
/** Between two turns, at least and at most: many wakes are one turn, and turns take a third of the time at most. */
const PAUSE_MS = [25, 150] as const;

/** The loop of routing, whose turns, however often it is woken, leave a pause between them. */
export function paused(context: Context, run: () => Promise<void>): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  let notBefore = 0;
  const loop = startLoop(context, {
    name: 'routing',
    everyMs: EVERY_MS,
    run: async () => {
      const started = Date.now();
      running = true;
      again = false;
      try {
        await run();
      } finally {
        running = false;
        notBefore = Date.now() + Math.min(PAUSE_MS[1], Math.max(PAUSE_MS[0], 2 * (Date.now() - started)));
        if (again) wake();
      }
    },
  });
  const wake = (): void => {
    if (running) again = true;
    else
      timer ??= setTimeout(
        () => {
          timer = undefined;
          loop.wake();
        },
        Math.max(0, notBefore - Date.now()),
      ).unref();
  };
  return {
    wake,
    stop: async (): Promise<void> => {
      clearTimeout(timer);
      await loop.stop();
    },
  };
}
