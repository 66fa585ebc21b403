import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { areSamePerson } from '../../customers/person.ts';
import { fail } from '../../errors.ts';
import { changeWithLine, type NamedActor } from '../event.ts';
import { refuseCrossing } from '../crossing.ts';
import { cancelAllPlanned } from '../cancel.ts';
import { ticketById } from '../find.ts';
import { ACTIVE, Tickets, type Merged, type TicketDoc } from '../model.ts';
import { standingOf } from './standing.ts';

/** Longer than two writes take; after a crash the ticket is free again then. */
const CLAIM_MS = 10_000;

export interface Merge {
  ticket: TicketDoc;
  into: TicketDoc;
  by: NamedActor;
  /** The one who acts knows that they are of different customers. */
  otherCustomer?: boolean;
  /** The last place in the thread of `ticket` that was seen. */
  lastSeen?: number | undefined;
}

/**
 * Merges a ticket into another one, which goes on for both: what is written to the first comes to the second. The first
 * keeps its thread, is closed and changed no more. After a crash in between, the same again finishes it. Answers the
 * ticket that goes on. Fails `merged` (with the number `into`) when one of them is merged already, `other-customer`,
 * `conflict` when somebody is merging them at this moment, `newer-messages`, `erased`.
 */
export async function merge(context: Context, { ticket, into, by, ...known }: Merge): Promise<TicketDoc> {
  if (ticket._id.equals(into._id)) fail('unprocessable', 'A ticket cannot be merged into itself.');
  if (ticket.erased || into.erased) fail('erased');
  if (into.merged) fail('merged', undefined, { into: into.merged.number });
  const isHalf = ticket.merged?.into.equals(into._id) && !ticket.merged.other;
  if (ticket.merged && !isHalf) fail('merged', undefined, { into: ticket.merged.number });
  if (!known.otherCustomer && !(await areSamePerson(context, ticket.customer, into.customer))) fail('other-customer');
  await refuseCrossing(context, ticket, { lastSeen: known.lastSeen, writer: by.id });
  await claim(context, into._id);
  try {
    await cancelAllPlanned(context, ticket._id);
    const before = ticket.merged?.before ?? (await close(context, { ticket, into, by }));
    return await wake(context, { ticket, into, by }, before);
  } finally {
    await Tickets(context).collection.updateOne({ _id: into._id }, { $set: { mergingUntil: null } });
    const merged = { ticket: String(ticket._id), into: String(into._id) };
    if (ticket.merged) await context.events.emit('ticket.merged', merged);
  }
}

/**
 * Whoever is being merged into is not merged away meanwhile, and whoever has no claim on them can be: of several merges
 * that would make a circle, one finds its ticket claimed or merged.
 */
async function claim(context: Context, into: Types.ObjectId): Promise<void> {
  const now = context.clock.now();
  const { matchedCount } = await Tickets(context).collection.updateOne(
    { _id: into, merged: null, ...unclaimed(now) },
    { $set: { mergingUntil: new Date(now.getTime() + CLAIM_MS) } },
  );
  if (matchedCount === 0) fail('conflict');
}

const unclaimed = (now: Date) => ({ $or: [{ mergingUntil: null }, { mergingUntil: { $lt: now } }] });

/** The one atomic write that merges: only while nobody has merged it, or another one into it. */
async function close(context: Context, { ticket, into, by }: Merge): Promise<Merged['before']> {
  const now = context.clock.now();
  const fields = (from: TicketDoc): Partial<TicketDoc> => ({
    merged: { into: into._id, number: into.number, at: now, before: standingOf(from) },
    status: 'closed',
    queued: false,
    handler: 'agents',
    waitingSince: null,
    snoozedUntil: null,
    closedAt: now,
  });
  const line = { kind: 'mergedInto' as const, params: { number: String(into.number) } };
  const where = { merged: null, ...unclaimed(now) };
  const closed = await changeWithLine(context, ticket, by, { fields, line, where });
  if (closed?.merged) return closed.merged.before;
  const { merged } = await ticketById(context, String(ticket._id));
  return merged ? fail('merged', undefined, { into: merged.number }) : fail('conflict');
}

/** Who waited in the first waits in the second. */
async function wake(context: Context, { ticket, into, by }: Merge, before: Merged['before']): Promise<TicketDoc> {
  let other: Merged['other'];
  const fields = (to: TicketDoc): Partial<TicketDoc> => {
    const waits = before.waitingSince && ACTIVE.includes(before.status) ? before.waitingSince : null;
    const since = waits && to.waitingSince ? earlier(waits, to.waitingSince) : (waits ?? to.waitingSince);
    const active = ACTIVE.includes(to.status);
    const after = {
      ...standingOf(to),
      waitingSince: since,
      ...(waits && !active
        ? {
            status: 'open' as const,
            queued: to.assignee === null,
            handler: 'agents' as const,
            ...AWAKE,
            stillSince: context.clock.now(),
          }
        : {}),
    };
    other = { before: standingOf(to), after };
    return { ...after, activityAt: context.clock.now() };
  };
  const line = { kind: 'merged' as const, params: { number: String(ticket.number) } };
  const woken = (await changeWithLine(context, into, by, { fields, line })) ?? fail('not-found');
  await Tickets(context).collection.updateOne(
    { _id: ticket._id, 'merged.into': into._id },
    { $set: { 'merged.other': other } },
  );
  return woken;
}

const AWAKE = { snoozedUntil: null, solvedAt: null, closedAt: null };
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
