import { Types } from 'mongoose';
import { Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { assign } from '../tickets/assign.ts';
import type { NamedActor } from '../tickets/event.ts';
import { addEvent } from '../tickets/event.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { isDuplicate, opened, sealed } from '../vault/sealed.ts';
import { personIds } from '../customers/person.ts';
import { openOf } from './find.ts';
import { hold, letGo } from './hold.ts';
import { Callbacks, type CallbackDoc, type Letter } from './model.ts';
import { rest, ticketOf } from './rest.ts';

/** So many calls may wait for one person. */
const MOST = 2;

export interface Wish {
  /** E.164 */
  number: string;
  topic: string;
  /** Whether it is an agent's, or of who has the ticket's address for certain. */
  proved: boolean;
}

/**
 * Makes a place that was kept a call to the customer of a ticket, in writing too. Fails `already-exists` when one is
 * booked for this ticket, `rate-limited` when the person has too many, `slot-taken` when the place was kept for too long.
 */
export async function book(
  context: Context,
  held: CallbackDoc,
  ticket: TicketDoc,
  { number, topic, proved }: Wish,
  by: NamedActor,
): Promise<CallbackDoc> {
  const { _id } = held;
  if (proved) await refuseMany(context, held, ticket);
  if (await openOf(context, { ticket, proved: true })) return await refuseSecond(context, held);
  const set = {
    ...{ state: 'booked', open: true, ticket: ticket._id, customer: ticket.customer, language: ticket.language },
    ...sealed(context, Callbacks, String(ticket.customer), _id, { number, topic }),
    ...{ proved, owes: 'booked' },
  };
  try {
    const { matchedCount } = await Callbacks(context).collection.updateOne(
      { _id, state: 'held' },
      { $set: set as never, $unset: { heldUntil: 1 }, $inc: { letters: 1 } },
    );
    if (matchedCount === 0) fail('slot-taken');
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await refuseSecond(context, held);
  }
  return await booked(context, _id, by, 'booked');
}

async function refuseSecond(context: Context, held: CallbackDoc): Promise<never> {
  await letGo(context, held);
  return fail('already-exists', 'A call is booked for this ticket.');
}

/** What others book under an address that they only state neither counts here, nor tells them what stands. */
async function refuseMany(context: Context, held: CallbackDoc, { customer }: TicketDoc): Promise<void> {
  const people = await personIds(context, customer);
  const open = await Callbacks(context).countDocuments({ customer: { $in: people }, open: true, proved: true });
  if (open < MOST) return;
  await letGo(context, held);
  fail('rate-limited', 'Two calls are booked already.');
}

/** Moves a call to another slot, where it begins anew. Fails `slot-taken`, and `conflict` when it has ended meanwhile. */
export async function move(context: Context, callback: CallbackDoc, at: Date, by: NamedActor): Promise<CallbackDoc> {
  if (at.getTime() === callback.at.getTime()) return callback;
  const held = (await hold(context, at)) ?? fail('slot-taken');
  // The place changes hands: it is nobody's for a moment, in which it may go to somebody else.
  await letGo(context, held);
  const { slot, place, team } = held;
  const fresh = { slot, place, team, at, dueAt: at, tries: [], agent: null, claimedUntil: null, owes: 'moved' };
  try {
    const { matchedCount } = await Callbacks(context).collection.updateOne(
      { _id: callback._id, open: true },
      { $set: fresh as never, $inc: { letters: 1 } },
    );
    if (matchedCount === 0) fail('conflict');
  } catch (error) {
    if (isDuplicate(error)) fail('slot-taken');
    throw error;
  }
  return await booked(context, callback._id, by, 'moved');
}

/** The customer, or an agent, does not want it any more. Fails `conflict` when it has ended meanwhile. */
export async function cancel(context: Context, { _id }: CallbackDoc, by: NamedActor): Promise<CallbackDoc> {
  return await end(context, { _id, open: true }, { state: 'cancelled', owes: 'cancelled' }, by);
}

/** Ends a call; its place is free again. Fails `conflict` when it is not as it was read. */
export async function end(
  context: Context,
  where: { _id: Types.ObjectId; open: true } & Record<string, unknown>,
  { tries, ...set }: Pick<CallbackDoc, 'state'> & { owes?: Letter; tries?: CallbackDoc['tries'] },
  by: NamedActor,
): Promise<CallbackDoc> {
  const { matchedCount } = await Callbacks(context).collection.updateOne(where as never, {
    $set: { ...set, ...(tries ? { tries } : {}), agent: null, claimedUntil: null } as never,
    $unset: { open: 1, slot: 1, place: 1 },
    ...(set.owes ? { $inc: { letters: 1 } } : {}),
  });
  if (matchedCount === 0) fail('conflict');
  return await told(context, where._id, by, set.state);
}

async function booked(
  context: Context,
  _id: Types.ObjectId,
  by: NamedActor,
  what: 'booked' | 'moved',
): Promise<CallbackDoc> {
  const callback = await told(context, _id, by, what);
  await forTeam(context, callback);
  await rest(context, callback);
  return callback;
}

/** Its ticket belongs to the team in whose hours it is; one that is gone since has none. */
async function forTeam(context: Context, callback: CallbackDoc): Promise<void> {
  const ticket = await ticketOf(context, callback);
  if (!callback.team || String(ticket.team) === callback.team) return;
  if (await Teams(context).exists({ _id: callback.team }))
    await assign(context, ticket, { team: callback.team }, { kind: 'system', name: '' });
}

/** As it is now, opened, once its ticket says so and everybody has heard. */
export async function told(context: Context, _id: Types.ObjectId, by: NamedActor, what: string): Promise<CallbackDoc> {
  const doc = await Callbacks(context).findById(_id).lean<CallbackDoc>();
  const callback = doc?.ticket ? opened(context, Callbacks, doc) : fail('not-found');
  const ticket = await ticketOf(context, callback);
  await addEvent(context, ticket, by, { kind: 'callback', params: { what, at: callback.dueAt.toISOString() } });
  await context.events.emit('callback.changed', { callback: String(_id), owes: callback.owes !== undefined });
  return callback;
}
