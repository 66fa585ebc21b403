/** So many failures in a row, and nobody waits for the endpoint any more. */
const FAILURES = 3;
const PAUSE_MS = 60_000;

/** Keeps customers from waiting, one after the other, for an endpoint that is down. */
export interface Breaker {
  /** False while it is open; after the pause one attempt may try whether the other side is back. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
}

/** A circuit breaker; `now` in milliseconds. */
export function createBreaker(now: () => number): Breaker {
  let failures = 0;
  let openUntil = 0;
  return {
    allows() {
      if (failures < FAILURES) return true;
      if (now() < openUntil) return false;
      // Whoever comes while this one tries is not kept waiting.
      openUntil = now() + PAUSE_MS;
      return true;
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
      if (failures >= FAILURES) openUntil = now() + PAUSE_MS;
    },
  };
}
