import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { RELAXED } from '../model.ts';
import { opened, sealed } from '../vault/sealed.ts';
import { movesDeadlines } from './deadlines.ts';
import { Tickets, type TicketDoc } from './model.ts';
import { isMarked, takePlaceTogether } from './take-place.ts';

/** Extra conditions under which a change holds; it is refused (undefined) when they do not any more. */
export type Where = Record<string, unknown>;

/**
 * What is written: the fields, or how they follow from the ticket. Then nobody has changed its thread or state between
 * reading and writing: when somebody did, they are worked out again from what is stored.
 */
export type Fields = Partial<TicketDoc> | ((ticket: TicketDoc) => Partial<TicketDoc>);

/**
 * Takes the next place (`messages` of the result) in a ticket's thread and changes fields in the same atomic write;
 * undefined when `where` does not hold. A place that is not used afterwards is a gap, which is allowed.
 */
export async function advanceIf(
  context: Context,
  ticket: TicketDoc,
  fields: Fields,
  where: Where,
): Promise<TicketDoc | undefined> {
  return await write(context, ticket, where, fields, { $inc: { messages: 1 } });
}

/** The same without a condition. Fails `not-found` when the ticket is gone. */
export async function advance(context: Context, ticket: TicketDoc, fields: Fields): Promise<TicketDoc> {
  const activity = { activityAt: context.clock.now() };
  const all: Fields =
    typeof fields === 'function' ? (now) => ({ ...activity, ...fields(now) }) : { ...activity, ...fields };
  const next = await advanceIf(context, ticket, all, {});
  return next ?? fail('not-found');
}

/** One of several changes at once: a ticket as it was read, and the fields (none that is sealed) that it gets. */
export interface Step {
  ticket: TicketDoc;
  set: Partial<Omit<TicketDoc, 'subject' | 'snippet' | 'fields'>>;
}

/**
 * Takes the next place in the threads of several tickets and changes their fields, in one write: of each only while
 * `where` holds and nobody has changed its thread or state since it was read. Answers those that were changed.
 */
export async function advanceAll<S extends Step>(context: Context, steps: S[], where: Where): Promise<S[]> {
  const writes = steps.map(({ ticket: { _id, customer, messages }, set }) => ({
    updateOne: { filter: { ...where, _id, customer, messages }, update: { $inc: { messages: 1 }, $set: set } },
  }));
  const { matchedCount } = await Tickets(context).collection.bulkWrite(writes as never, {
    ordered: false,
    ...RELAXED,
  });
  const changed = matchedCount === steps.length ? steps : await thoseChanged(context, steps);
  for (const { ticket, set } of changed) Object.assign(ticket, set, { messages: ticket.messages + 1 });
  return changed;
}

/** The store counts what it has changed and does not say which: those that stand as we wrote them. */
async function thoseChanged<S extends Step>(context: Context, steps: S[]): Promise<S[]> {
  const docs = await Tickets(context)
    .find({ _id: { $in: steps.map(({ ticket }) => ticket._id) } })
    .lean<TicketDoc[]>();
  const stored = new Map(docs.map((doc) => [String(doc._id), doc]));
  return steps.filter(({ ticket, set }) => {
    const doc = stored.get(String(ticket._id));
    const same = (field: string) => JSON.stringify(doc?.[field as never]) === JSON.stringify(set[field as never]);
    return doc?.messages === ticket.messages + 1 && Object.keys(set).every(same);
  });
}

/** Changes fields of a ticket, atomically and only while `where` holds; undefined when it does not any more. */
export async function change(
  context: Context,
  ticket: TicketDoc,
  fields: Fields,
  where: Where = {},
): Promise<TicketDoc | undefined> {
  return await write(context, ticket, where, fields, {});
}

/**
 * `ticket` is brought up to date in place, so that callers go on with what is stored now. A place is always followed by
 * the message that takes it, and that one is durable.
 */
async function write(
  context: Context,
  ticket: TicketDoc,
  where: Where,
  fields: Fields,
  more: { $inc?: { messages: number } },
): Promise<TicketDoc | undefined> {
  if (ticket.erased) fail('erased');
  const update = (doc: TicketDoc | null) => doc && Object.assign(ticket, opened(context, Tickets, doc));
  for (;;) {
    const asked = typeof fields === 'function' ? fields(ticket) : fields;
    const moves = movesDeadlines(ticket, asked);
    const follows = typeof fields === 'function' || moves;
    const plain = moves ? { ...asked, ...(await context.deadlines({ ...ticket, ...asked })) } : asked;
    if (goesOnElsewhere(ticket, plain, more)) fail('merged', undefined, { into: ticket.merged?.number });
    const set = sealed(context, Tickets, String(ticket.customer), ticket._id, plain);
    // Whatever changes the state of a ticket takes a place in its thread: the count is its version.
    const filter = { ...where, ...(follows ? { messages: ticket.messages } : {}) };
    if (follows && more.$inc && Object.keys(where).length === 0 && isMarked(set)) {
      const next = { ...plain, messages: ticket.messages + 1 };
      if (await takePlaceTogether(context, { ticket, set })) return Object.assign(ticket, next);
    } else {
      const doc = await writeAlone(context, ticket, filter, { ...more, $set: set });
      if (doc || !follows) return update(doc) ?? undefined;
    }
    // Who comes too late tries again: somebody else has got further, so this ends.
    const now = await Tickets(context)
      .findOne({ ...where, _id: ticket._id })
      .lean<TicketDoc>();
    if (!update(now)) return undefined;
  }
}

/** The ticket as it is then; null when the filter does not hold, or it was erased meanwhile and is nobody's. */
const writeAlone = (
  context: Context,
  { _id, customer }: TicketDoc,
  filter: Where,
  update: { $inc?: { messages: number }; $set: Partial<TicketDoc> },
): Promise<TicketDoc | null> =>
  Tickets(context)
    .findOneAndUpdate({ ...filter, _id, customer }, update, {
      returnDocument: 'after',
      ...(update.$inc ? RELAXED : {}),
    })
    .lean<TicketDoc>();

/** A merged ticket gets no further message and no other state, unless that undoes the merge. */
const goesOnElsewhere = ({ merged }: TicketDoc, plain: Partial<TicketDoc>, more: { $inc?: unknown }): boolean =>
  Boolean(merged) && plain.merged === undefined && (more.$inc !== undefined || plain.status !== undefined);
