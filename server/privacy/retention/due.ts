import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Tickets } from '../../tickets/model.ts';
import { heldNow } from '../holds/hold.ts';
import { AGED, cutoffOf, ENDED, STRIPPED, type Aged } from './age.ts';
import type { RetentionWish } from './model.ts';
import { personDue } from './person.ts';

const PAGE = 200;

/** Something that is due, by the place of its rule; `held`: it would be, were there no legal hold. */
export type Due =
  | { kind: 'ticket'; rule: number; ticket: Aged }
  | { kind: 'customer'; rule: number; customer: Types.ObjectId; tickets: Aged[] }
  | { kind: 'held'; ticket: Aged };

/**
 * Everything that the rules mean at a time, each thing once and by the strictest rule: first who is to be erased, then
 * what loses all its words, then what loses its files. Whoever takes it may act on each before asking for the next.
 */
export async function* dueAt(context: Context, rules: readonly RetentionWish[], at: Date): AsyncGenerator<Due> {
  const seen = new Set<string>();
  for (const act of ['erase', 'redact', 'files'] as const)
    for (const [place, rule] of rules.entries())
      if (rule.act === act)
        for await (const page of agedTickets(context, rule, at)) {
          const held = await heldNow(context);
          for (const ticket of page) {
            if (seen.has(String(ticket._id))) continue;
            const kept = [ticket._id, ticket.customer].some((id) => held.has(String(id)));
            if (kept) yield { kind: 'held', ticket };
            else if (act === 'erase') yield* dueWith(context, { rules, place, at, held, seen }, ticket);
            else yield { kind: 'ticket', rule: place, ticket };
            if (kept || act !== 'erase') seen.add(String(ticket._id));
          }
        }
}

interface Asking {
  rules: readonly RetentionWish[];
  place: number;
  at: Date;
  held: ReadonlySet<string>;
  seen: Set<string>;
}

/** The ticket's customer, when all that is theirs is due; then those who wrote into their tickets and have no other. */
async function* dueWith(context: Context, { place, seen, ...asking }: Asking, ticket: Aged): AsyncGenerator<Due> {
  const waiting = [ticket.customer];
  for (const customer of waiting) {
    if (seen.has(String(customer))) continue;
    seen.add(String(customer));
    const person = await personDue(context, asking, customer);
    if (!person) continue;
    for (const { _id } of person.tickets) seen.add(String(_id));
    for (const id of person.customers) seen.add(String(id));
    if (person.held) yield { kind: 'held', ticket };
    else yield { kind: 'customer', rule: place, customer, tickets: person.tickets };
    if (!person.held) waiting.push(...person.guests);
  }
}

/** Ended tickets that are old enough for a rule and that it has not been through yet, oldest first, by pages. */
async function* agedTickets(context: Context, rule: RetentionWish, at: Date): AsyncGenerator<Aged[]> {
  const levels = [null, 1, 2].slice(0, STRIPPED[rule.act]);
  for (const status of ENDED)
    for (const stripped of levels) {
      let last: Aged | undefined;
      do {
        const page: Aged[] = await Tickets(context)
          .find(
            { status, stripped, ...kindOf(rule), ...placeAfter(last, cutoffOf(rule, at)), erased: { $ne: true } },
            AGED,
          )
          .sort({ activityAt: 1, _id: 1 })
          .limit(PAGE)
          .lean<Aged[]>();
        yield page;
        last = page.length === PAGE ? page.at(-1) : undefined;
      } while (last);
    }
}

const kindOf = ({ type, channel }: RetentionWish): object => ({
  ...(type === null ? {} : { type }),
  ...(channel === null ? {} : { channel }),
});

function placeAfter(last: Aged | undefined, cutoff: Date): object {
  if (!last) return { activityAt: { $lte: cutoff } };
  const { activityAt, _id } = last;
  return {
    activityAt: { $gte: activityAt, $lte: cutoff },
    $or: [{ activityAt: { $gt: activityAt } }, { activityAt, _id: { $gt: _id } }],
  };
}
