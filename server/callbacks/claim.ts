import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { assign } from '../tickets/assign.ts';
import type { NamedActor } from '../tickets/event.ts';
import { setStatus } from '../tickets/status.ts';
import { opened } from '../vault/sealed.ts';
import { Callbacks, type CallbackDoc } from './model.ts';
import { ticketOf } from './rest.ts';

/** How long nobody else may call; whoever talks for longer keeps it until somebody else takes it. */
const CLAIM_MS = 20 * 60_000;

/** One call by its hex id, opened. Fails `not-found`. */
export async function loadCallback(context: Context, id: string): Promise<CallbackDoc> {
  const doc = await Callbacks(context).findById(new Types.ObjectId(id)).lean<CallbackDoc>();
  return doc?.ticket ? opened(context, Callbacks, doc) : fail('not-found');
}

/** Takes a call and its ticket, so that nobody is called by two. Fails `conflict` while somebody else has it. */
export async function claim(
  context: Context,
  { _id }: CallbackDoc,
  by: NamedActor & { id: string },
): Promise<CallbackDoc> {
  const now = context.clock.now();
  const agent = new Types.ObjectId(by.id);
  const free = [{ agent: null }, { agent }, { claimedUntil: { $lte: now } }];
  const doc = await Callbacks(context)
    .findOneAndUpdate(
      { _id, open: true, $or: free },
      { $set: { agent, claimedUntil: new Date(now.getTime() + CLAIM_MS) } },
      { returnDocument: 'after' },
    )
    .lean<CallbackDoc>();
  const callback = doc ? opened(context, Callbacks, doc) : fail('conflict', 'Somebody else calls, or has called.');
  const ticket = await ticketOf(context, callback);
  if (ticket.status === 'snoozed') await setStatus(context, ticket, 'open', by);
  if (!ticket.assignee?.equals(agent)) await assign(context, ticket, { assignee: by.id }, by);
  await context.events.emit('callback.changed', { callback: String(_id), owes: false });
  return callback;
}

/** Gives it back: somebody else may call. Of what is another's nothing changes. */
export async function release(context: Context, { _id }: CallbackDoc, agent: string): Promise<void> {
  const mine = { _id, open: true as const, agent: new Types.ObjectId(agent) };
  await Callbacks(context).updateOne(mine, { $set: { agent: null, claimedUntil: null } });
  await context.events.emit('callback.changed', { callback: String(_id), owes: false });
}
