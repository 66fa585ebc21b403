import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { opened, sealed } from '../vault/sealed.ts';
import { chatOf, routeByMail } from './away.ts';
import { externalFields } from './external.ts';
import { Messages, type Delivery, type MessageDoc } from './message-model.ts';
import { Tickets, type TicketDoc } from './model.ts';
import type { Route } from './recipients.ts';

/** A page that is being changed for another has no socket for a moment. */
const GONE_MS = 60_000;
/** A window is open, and nobody looks at it. */
const OPEN_MS = 5 * 60_000;

type Waiting = Pick<MessageDoc, '_id' | 'n' | 'at' | 'customer' | 'deletedAt' | 'redacted'> & { delivery: Delivery };

/** When it is looked whether an answer of that route was read; nothing where the channel cannot tell who is there. */
export const lookFrom = (context: Context, { channel }: Route, author: { kind: string }, dueAt: Date) =>
  author.kind === 'agent' && context.channels.get(channel)?.isHere
    ? { unseenAt: new Date(dueAt.getTime() + GONE_MS) }
    : {};

/** Answers in a chat that nobody has read go on by e-mail, looked for every 15 s. */
export function startUnseenLoop(context: Context): Loop {
  return startLoop(context, { name: 'unseen', everyMs: 15_000, run: () => followUnseen(context) });
}

/** All that are due. Safe to run at any time, also twice at once: a message becomes a mail by one atomic update. */
export async function followUnseen(context: Context): Promise<void> {
  const due = await Messages(context)
    .find({ 'delivery.unseenAt': { $exists: true, $lte: context.clock.now() } }, { ticket: 1 })
    .sort({ 'delivery.unseenAt': 1 })
    .limit(200)
    .lean<Pick<MessageDoc, 'ticket'>[]>();
  for (const id of new Set(due.map(({ ticket }) => String(ticket)))) {
    const ticket = due.find((one) => String(one.ticket) === id)?.ticket;
    if (ticket) await follow(context, ticket);
  }
}

async function follow(context: Context, _id: Types.ObjectId): Promise<void> {
  const waiting = await Messages(context)
    .find({ ticket: _id, 'delivery.unseenAt': { $exists: true } }, WANTED)
    .sort({ n: 1 })
    .lean<Waiting[]>();
  const doc = await Tickets(context).findById(_id).lean<TicketDoc>();
  if (!doc || doc.erased) return await forget(context, waiting);
  const ticket = opened(context, Tickets, doc);
  const over = await settledOf(context, ticket, waiting);
  await forget(context, over);
  const unseen = waiting.filter((one) => !over.includes(one) && one.delivery.state === 'sent');
  const [first] = unseen;
  // What has not gone out yet is looked at when it has.
  if (!first)
    return await putOff(
      context,
      waiting.filter((one) => !over.includes(one)),
      GONE_MS,
    );
  const route = await routeByMail(context, ticket);
  if (!route) return await forget(context, unseen);
  const age = context.clock.now().getTime() - first.at.getTime();
  if (age < OPEN_MS && (await chatOf(context, ticket))?.isHere) return await putOff(context, unseen, OPEN_MS - age);
  await mail(context, ticket, unseen, route);
}

const WANTED = { n: 1, at: 1, customer: 1, deletedAt: 1, redacted: 1, delivery: 1 } as const;

/** Those of them that need no mail: they were read, or answered, or taken back, never went, or have gone in a mail. */
async function settledOf(context: Context, { _id, seen = 0 }: TicketDoc, waiting: Waiting[]): Promise<Waiting[]> {
  const [written] = await Messages(context)
    .find({ ticket: _id, direction: 'in', automatic: false }, { n: 1 })
    .sort({ n: -1 })
    .limit(1)
    .lean<Pick<MessageDoc, 'n'>[]>();
  const known = Math.max(seen, written?.n ?? 0);
  const ids = waiting.map((one) => one._id);
  const mails = await Messages(context)
    .find({ ticket: _id, 'delivery.with': { $in: ids } }, { delivery: 1 })
    .lean<Pick<MessageDoc, 'delivery'>[]>();
  const gone = new Set(mails.flatMap(({ delivery }) => delivery?.with?.map(String) ?? []));
  return waiting.filter(
    ({ _id, n, deletedAt, redacted, delivery: { state } }) =>
      n <= known || deletedAt || redacted || (state !== 'sent' && state !== 'pending') || gone.has(String(_id)),
  );
}

/** The last of them becomes a mail, which holds the others as well. */
async function mail(context: Context, ticket: TicketDoc, unseen: Waiting[], route: Route): Promise<void> {
  const last = unseen.at(-1);
  const [to] = route.to;
  if (!last || !to) return;
  const others = unseen.slice(0, -1);
  const { channel, account, instead } = route;
  const id = context.channels.get(channel)?.mintId?.(ticket.thread, to, account);
  const fields = sealed(context, Messages, String(last.customer), last._id, {
    to,
    ...(id ? externalFields(context, id) : {}),
  });
  const delivery: Delivery = {
    ...{ state: 'pending', purpose: last.delivery.purpose, channel, account, attempts: 0 },
    ...{ dueAt: context.clock.now(), leaseUntil: null, sentAt: null },
    ...(instead ? { instead } : {}),
    ...(others.length > 0 ? { with: others.map((one) => one._id) } : {}),
  };
  const { modifiedCount } = await Messages(context).collection.updateOne(
    { _id: last._id, 'delivery.state': 'sent', 'delivery.unseenAt': last.delivery.unseenAt },
    { $set: { ...fields, delivery } as never },
  );
  await forget(context, others);
  if (modifiedCount === 0) return;
  await context.events.emit('delivery.changed', { ticket: String(ticket._id), message: String(last._id) });
}

const idsOf = (some: Waiting[]) => ({ _id: { $in: some.map((one) => one._id) } });

async function forget(context: Context, some: Waiting[]): Promise<void> {
  if (some.length > 0) await Messages(context).updateMany(idsOf(some), { $unset: { 'delivery.unseenAt': 1 } });
}

async function putOff(context: Context, some: Waiting[], ms: number): Promise<void> {
  const unseenAt = new Date(context.clock.now().getTime() + ms);
  const still = { ...idsOf(some), 'delivery.unseenAt': { $exists: true } };
  if (some.length > 0) await Messages(context).updateMany(still, { $set: { 'delivery.unseenAt': unseenAt } });
}
