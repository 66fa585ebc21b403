/** Mails that are in the ledger but not processed yet. */
export interface Backlog {
  add(done: Promise<unknown>): void;
  /** Resolves when there is room for more, or after five seconds: a door may slow down, but must not stand still. */
  room(): Promise<void>;
}

const MAX_WAIT_MS = 5_000;

/** Slows a door down while more than `limit` of its mails wait to be processed: their bytes are in memory. */
export function createBacklog(limit: number): Backlog {
  let waiting = 0;
  /** Who stands at the door, longest first. */
  const queue = new Set<() => void>();
  const leave = (): void => {
    waiting--;
    const [first] = queue;
    if (waiting < limit) first?.();
  };
  return {
    add(done) {
      waiting++;
      done.then(leave, leave);
    },
    async room() {
      if (waiting < limit) return;
      await new Promise<void>((resolve) => {
        const enter = (): void => {
          clearTimeout(timer);
          queue.delete(enter);
          resolve();
        };
        const timer = setTimeout(enter, MAX_WAIT_MS);
        queue.add(enter);
      });
    },
  };
}
