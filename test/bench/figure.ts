import type { Work } from './work.ts';

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The bare pieces in the same run. */
  baseline?: number;
  /** Median of the ratios product / baseline over the alternating rounds. */
  ratio?: number;
  aim?: string;
}

/** `quick`: a small form. `only`: the parts that are asked for, of a scenario that has parts; empty means all. */
export interface Options {
  quick: boolean;
  only: readonly string[];
}
export type Scenario = (work: Work, options: Options) => Promise<Figure[]>;

/** The middle one. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Quantile 0 ≤ q < 1 of times in ms. */
export function quantile(times: number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

/** Baseline and product in turns, so that a noisy machine hits both; medians of values and of ratios. */
export async function alternate(
  rounds: number,
  baseline: () => Promise<number>,
  product: () => Promise<number>,
): Promise<{ value: number; baseline: number; ratio: number }> {
  const pairs: { floor: number; ours: number }[] = [];
  for (let i = 0; i < rounds; i++) pairs.push({ floor: await baseline(), ours: await product() });
  return {
    value: median(pairs.map((p) => p.ours)),
    baseline: median(pairs.map((p) => p.floor)),
    ratio: median(pairs.map((p) => p.ours / p.floor)),
  };
}
