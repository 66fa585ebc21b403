/** A server that takes longer than this does not hold up the others. */
const MOST_MS = 100;

/** One delivery's turn among those of this process. */
export interface Turn {
  /** Resolves when this delivery may take the step after which it may have arrived. */
  begin(): Promise<void>;
  /** Its end stands in the store, or it never began. */
  end(): void;
}

let last = Promise.resolve();

/**
 * Between the last step of a delivery and its mark in the store lies a moment in which nobody knows whether it went: a
 * process that is killed then repeats it. Deliveries take that step one after the other, so that a kill repeats one
 * and not all that are on their way.
 */
export function newTurn(): Turn {
  const over = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  return {
    async begin() {
      const before = last;
      last = before.then(() => over.promise);
      await before;
      timer = setTimeout(over.resolve, MOST_MS).unref();
    },
    end() {
      clearTimeout(timer);
      over.resolve();
    },
  };
}
