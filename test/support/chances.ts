/** Choices by a seed: the same at every run. */
export interface Chances {
  /** From 0 to under 1. */
  next(): number;
  /** True in that share of cases. */
  chance(share: number): boolean;
  below(n: number): number;
  /** Throws when there is nothing to choose from. */
  pick<T>(of: readonly T[]): T;
  /** Any of them, none and all included, in their order. */
  some<T>(of: readonly T[]): T[];
}

/** mulberry32. */
export function chances(seed: number): Chances {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick<T>(of: readonly T[]): T {
      if (of.length === 0) throw new Error('nothing to choose from');
      return of[below(of.length)] as T;
    },
    some: (of) => of.filter(() => next() < 0.5),
  };
}
