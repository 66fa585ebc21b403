import type { Clock } from '../context.ts';
import { fail } from '../errors.ts';

const LIMIT = 10;
const WINDOW_MS = 15 * 60_000;
const KEPT = 20_000;

/** Failed sign-ins per account and per address, in memory: 10 in 15 minutes, then `rate-limited`. */
export interface Attempts {
  /**
   * Counts one attempt against each key before it is tried, so that a thousand at once are not a thousand guesses.
   * Fails with `rate-limited`. After a success the attempt is taken back, and the key `forget` starts anew.
   */
  begin(...keys: string[]): { succeeded(forget: string): void };
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
      return {
        succeeded(forget) {
          failures.delete(forget);
          for (const key of keys) {
            const times = failures.get(key);
            times?.splice(times.indexOf(at), 1);
          }
        },
      };
    },
  };
}
