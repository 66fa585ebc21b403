import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { bucketsOf, hitsOf, likeliest } from './hits.ts';
import { CHECK, judgeOf, tierOf, type Verdict } from './judge.ts';
import { isLatest, knownBlocks, readBlocks, type KnownBlocks } from './known-blocks.ts';
import type { Query } from './query.ts';
import { packReader, refreshTail, tailBehind, type TailPack } from './tail.ts';

/** Where a search stands: tier by tier (see judge.ts), in each the newest first. */
export interface Place {
  tier: number;
  position: number;
}

/** A position whose hashes fulfil a query. */
export interface Candidate extends Place {
  /** Known where the ticket is in no block yet. */
  ticket?: Types.ObjectId;
  /** Whether the text has to be looked at. */
  check: boolean;
}

interface Options {
  after: Place;
  /** Whether all that was told so far was in vain. */
  vain: () => boolean;
  /** So many are told at once where there are as many: each time they are asked for on their own. */
  least: number;
}

/**
 * All candidates behind a place, in order, as they are found: no more is read than is asked for. What a long beginning
 * may mean (tier 3) is told only after `vain()` has said that nothing else was found. A position of a ticket that has
 * moved on meanwhile, or was forgotten, may be among them.
 */
export async function* candidates(
  context: Context,
  query: Query,
  { after, vain, least }: Options,
): AsyncGenerator<Candidate[]> {
  if (query.clauses.length === 0) return;
  const later: Record<number, Candidate[]> = { 2: [], 3: [] };
  let whole: Candidate[] = [];
  for await (const found of judged(context, query, after)) {
    for (const one of found) if (isBehind(one, after)) (later[one.tier] ?? whole).push(one);
    if (whole.length < least) continue;
    yield whole;
    whole = [];
  }
  const rest = [...whole, ...(later[2] ?? [])];
  if (rest.length > 0) yield rest;
  if (later[3]?.length && vain()) yield later[3];
}

const isBehind = (one: Place, after: Place): boolean =>
  one.tier > after.tier || (one.tier === after.tier && one.position < after.position);

/** Of both tiers, newest first. */
async function* judged(context: Context, query: Query, after: Place): AsyncGenerator<Candidate[]> {
  const judge = judgeOf(query);
  const candidate = (position: number, verdict: Verdict): Candidate => ({
    tier: tierOf(verdict),
    position,
    check: (verdict & CHECK) !== 0,
  });
  const { known, tail } = await whole(context);
  const { open, has } = packReader(query);
  const inTail: Candidate[] = [];
  for (const { ticket, position, packed } of tail) {
    open(packed);
    const verdict = judge(has);
    if (verdict !== 0) inTail.push({ ...candidate(position, verdict), ticket });
  }
  yield inTail;
  const below = after.tier > 1 ? after.position + 1 : Infinity;
  for await (const { start, end, lists } of readBlocks(context, known, bucketsOf(query.terms), below)) {
    const hits = hitsOf(query, lists, end - start);
    yield likeliest(query, hits).flatMap((offset) => {
      const verdict = judge((term) => hits[term]?.get(offset) ?? 0);
      return verdict === 0 ? [] : [candidate(start + offset, verdict)];
    });
  }
}

/** All blocks that are known, and everything that is in none of them: nothing is missed while a block is made. */
async function whole(context: Context): Promise<{ known: KnownBlocks; tail: readonly TailPack[] }> {
  for (;;) {
    const known = await knownBlocks(context);
    await refreshTail(context, known.end);
    if (isLatest(context, known)) return { known, tail: tailBehind(context, known.end) };
  }
}
