import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { readTickets } from '../find.ts';
import { Tickets } from '../model.ts';
import type { Candidate } from './candidates.ts';
import type { Found } from './find.ts';
import { SearchPacks } from './model.ts';
import type { Query } from './query.ts';
import { unfulfilled } from './unfulfilled.ts';

export type Filter = Record<string, unknown>;

/** After so many candidates in vain it is asked whether the filter alone leaves few tickets. */
const IN_VAIN = 300;
const FEW = 2000;
const MOST_AT_ONCE = 500;

/** Makes tickets of candidates: which ticket it is, whether a filter lets it through, whether the text is as asked. */
export class Resolver {
  /** How many texts have been looked through. */
  checked = 0;
  readonly #context: Context;
  readonly #query: Query;
  readonly #filter: Filter;
  readonly #seen = new Set<string>();
  #examined = 0;
  #asked = false;
  /** Set where the filter leaves few: hex ids of tickets, and positions. */
  #few: Set<string | number> | undefined;

  constructor(context: Context, query: Query, filter: Filter) {
    this.#context = context;
    this.#query = query;
    this.#filter = filter;
  }

  /** How many candidates to take for so many tickets; the more were in vain the more. */
  step(wanted: number): number {
    return Math.min(MOST_AT_ONCE, Math.max(wanted, this.#examined - wanted));
  }

  /** Those that are found, in the order of the candidates. */
  async take(some: readonly Candidate[]): Promise<Found[]> {
    if (this.#examined >= IN_VAIN && !this.#asked) await this.#askFilter();
    this.#examined += some.length;
    const few = this.#few;
    const likely = few ? some.filter(({ ticket, position }) => few.has(ticket ? String(ticket) : position)) : some;
    const ids = await this.#ticketsOf(likely);
    const wanted = likely.filter((one) => this.#isNew(ids.get(one)));
    if (wanted.length === 0) return [];
    const docs = await readTickets(this.#context, {
      ...this.#filter,
      _id: { $in: wanted.map((one) => ids.get(one)) },
    });
    const tickets = new Map(docs.map((doc) => [String(doc._id), doc]));
    const found = wanted.flatMap((one) => {
      const ticket = tickets.get(String(ids.get(one)));
      // What is known in memory may be of somebody who has been erased since.
      return ticket && !ticket.erased ? [{ one, ticket }] : [];
    });
    const doubtful = found.filter(({ one }) => one.check).map(({ ticket }) => ticket);
    this.checked += doubtful.length;
    const wrong = await unfulfilled(this.#context, this.#query, doubtful);
    return found
      .filter(({ ticket }) => !wrong.has(ticket))
      .map(({ one: { tier, position }, ticket }) => ({ ticket, place: { tier, position } }));
  }

  #isNew(ticket: Types.ObjectId | undefined): boolean {
    if (!ticket || this.#seen.has(String(ticket))) return false;
    this.#seen.add(String(ticket));
    return true;
  }

  /** A position that nobody has any more leads to no ticket: it moved on, or was forgotten. */
  async #ticketsOf(some: readonly Candidate[]): Promise<Map<Candidate, Types.ObjectId>> {
    const positions = some.filter(({ ticket }) => !ticket).map(({ position }) => position);
    const packs =
      positions.length === 0
        ? []
        : await SearchPacks(this.#context)
            .collection.find({ position: { $in: positions } }, { projection: { position: 1 } })
            .toArray();
    const byPosition = new Map(packs.map((pack) => [pack.position, pack._id]));
    return new Map(
      some.flatMap((one) => {
        const ticket = one.ticket ?? byPosition.get(one.position);
        return ticket ? [[one, ticket]] : [];
      }),
    );
  }

  /** Where a filter leaves few tickets, candidates are compared with these rather than read one by one. */
  async #askFilter(): Promise<void> {
    this.#asked = true;
    if (Object.keys(this.#filter).length === 0) return;
    const tickets = await Tickets(this.#context)
      .find(this.#filter, { _id: 1 })
      .limit(FEW + 1)
      .lean();
    if (tickets.length > FEW) return;
    const packs = await SearchPacks(this.#context)
      .find({ _id: { $in: tickets.map(({ _id }) => _id) } }, { position: 1 })
      .lean();
    this.#few = new Set(packs.flatMap(({ _id, position }) => [String(_id), position]));
  }
}
