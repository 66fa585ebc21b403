import type { Context } from '../../context.ts';
import type { TicketDoc } from '../model.ts';
import { candidates, type Place } from './candidates.ts';
import type { Query } from './query.ts';
import { Resolver, type Filter } from './resolve.ts';

export interface Found {
  ticket: TicketDoc;
  place: Place;
}

/** Texts that are looked through at most for one page, which may be short then; the next one goes on. */
const MOST_CHECKED = 20_000;

interface Options {
  after: Place;
  limit: number;
  without: (ticket: TicketDoc) => boolean;
}

/**
 * The tickets behind a place that fulfil a query and a filter of the store, opened, in order: `limit` at most. `next`
 * is where to go on; undefined at the end.
 */
export async function findTickets(
  context: Context,
  query: Query,
  filter: Filter,
  { after, limit, without }: Options,
): Promise<{ found: Found[]; next: Place | undefined }> {
  const resolver = new Resolver(context, query, filter);
  const found: Found[] = [];
  const vain = (): boolean => after.tier === 3 || (after.tier === 0 && found.length === 0);
  for await (const batch of candidates(context, query, { after, vain, least: limit + 1 })) {
    for (let at = 0; at < batch.length;) {
      const some = batch.slice(at, at + resolver.step(limit + 1 - found.length));
      at += some.length;
      for (const one of await resolver.take(some)) if (!without(one.ticket)) found.push(one);
      if (found.length > limit) return { found: found.slice(0, limit), next: found[limit - 1]?.place ?? after };
      if (resolver.checked >= MOST_CHECKED) return { found, next: some.at(-1) };
    }
  }
  return { found, next: undefined };
}
