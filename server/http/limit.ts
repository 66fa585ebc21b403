import type { Clock } from '../context.ts';

/** Keys remembered at most; the oldest are forgotten first. */
const KEPT = 20_000;

/** Says whether one more is allowed for a key: `most` within `windowMs`, in memory. What is refused is not counted. */
export function limiter(clock: Clock, most: number, windowMs: number): (key: string) => boolean {
  const taken = new Map<string, number[]>();
  return (key) => {
    const now = clock.now().getTime();
    const recent = (taken.get(key) ?? []).filter((at) => Math.abs(now - at) < windowMs);
    if (recent.length >= most) return false;
    taken.delete(key);
    taken.set(key, [...recent, now]);
    if (taken.size > KEPT) taken.delete(taken.keys().next().value ?? '');
    return true;
  };
}
