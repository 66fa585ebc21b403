/**
 * The smallest of the values that at least `share` (0 to 1) of them do not exceed: the nearest rank, always one of them.
 * Undefined without values. Sorts them in place.
 */
export function percentile(values: number[], share: number): number | undefined {
  values.sort((a, b) => a - b);
  return values[Math.max(0, Math.ceil(share * values.length) - 1)];
}
