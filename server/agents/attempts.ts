import type { Clock } from '../context.ts';
import { fail } from '../errors.ts';

const LIMIT = 10;
const WINDOW_MS = 15 * 60_000;
const KEPT = 20_000;

export interface Attempt {
  /** It was no failure, and the key `forget` starts anew. */
  succeeded(forget: string): void;
  /** It was no failure; those before it stay. */
  takenBack(): void;
}

/** Failed sign-ins per account and per address, in memory: 10 in 15 minutes, then `rate-limited`. */
export interface Attempts {
  /**
   * Counts one attempt against each key before it is tried, so that a thousand at once are not a thousand guesses.
   * Fails with `rate-limited`. What comes of it is told to the attempt.
   */
  begin(...keys: string[]): Attempt;
}

/** A counter of failed sign-ins that forgets the oldest keys when there are too many. */
export function countAttempts(clock: Clock): Attempts {
  const failures = new Map<string, number[]>();
  const recent = (key: string): number[] => {
    const now = clock.now().getTime();
    return (failures.get(key) ?? []).filter((at) => Math.abs(now - at) < WINDOW_MS);
  };
  return {
    begin(...keys) {
      if (keys.some((key) => recent(key).length >= LIMIT)) fail('rate-limited');
      const at = clock.now().getTime();
      for (const key of keys) {
        const times = [...recent(key), at];
        failures.delete(key);
        failures.set(key, times);
      }
      while (failures.size > KEPT) failures.delete(failures.keys().next().value ?? '');
      const takenBack = (): void => {
        for (const key of keys) {
          const times = failures.get(key);
          times?.splice(times.indexOf(at), 1);
        }
      };
      return {
        takenBack,
        succeeded(forget) {
          failures.delete(forget);
          takenBack();
        },
      };
    },
  };
}
