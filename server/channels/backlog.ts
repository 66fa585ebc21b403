/** Mails that are in the ledger but not processed yet. */
export interface Backlog {
  add(done: Promise<unknown>): void;
  /** Resolves when there is room for more, or after five seconds: a door may slow down, but must not stand still. */
  room(): Promise<void>;
}

const MAX_WAIT_MS = 5_000;

/** Slows a door down while more than `limit` of its mails wait to be processed: their bytes are in memory. */
export function createBacklog(limit: number): Backlog {
  const waiting = new Set<Promise<unknown>>();
  return {
    add(done) {
      waiting.add(done);
      const remove = () => void waiting.delete(done);
      done.then(remove, remove);
    },
    async room() {
      if (waiting.size < limit) return;
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, MAX_WAIT_MS)));
      let over = false;
      void enough.then(() => (over = true));
      while (waiting.size >= limit && !over) await Promise.race([enough, ...waiting]);
      clearTimeout(timer);
    },
  };
}
