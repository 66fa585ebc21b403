import type { CustomerDoc } from './model.ts';

/**
 * Whether a record is known by more than one address (its keyed hash): then the others may be somebody else's, who has
 * only stated this one. A number that was noted later is no such name: it came with who has that address.
 */
export function isKnownOtherwise({ identities }: Pick<CustomerDoc, 'identities'>, hash: string): boolean {
  const place = identities.findIndex((one) => one.hash === hash);
  return identities.some((one, at) => at !== place && (one.kind !== 'phone' || at < place));
}
