import type { Context } from '../context.ts';
import { opened } from '../vault/sealed.ts';
import { markDelayed, markFailed } from './delivered.ts';
import { changeWithLine } from './event.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import { Tickets, type TicketDoc } from './model.ts';
import { statusFields } from './status.ts';

/** What a mail server told of a message that we had sent. */
export interface Bounce {
  /** In its own words. */
  reason: string;
  /** Enhanced status code (RFC 3463). */
  status?: string;
  /** False: it may work another time. */
  permanent: boolean;
  /** False: the server still tries. */
  final: boolean;
}
type Sent = Pick<MessageDoc, '_id' | 'ticket' | 'customer'>;

/**
 * A message did not arrive, or not yet. When it is final, its ticket is open again: whoever waits for the customer would
 * wait for ever.
 */
export async function bounced(context: Context, message: Sent, bounce: Bounce): Promise<void> {
  const { status = '', permanent } = bounce;
  if (!bounce.final) return await markDelayed(context, message, bounce.reason, { status, permanent });
  await markFailed(context, message, bounce.reason, { status, permanent });
  const doc = await Tickets(context).findById(message.ticket).lean<TicketDoc>();
  if (!doc || doc.status !== 'pending' || doc.erased) return;
  const line = { kind: 'status' as const, params: { from: 'pending', to: 'open' } };
  const fields = (from: TicketDoc) => statusFields(context, from, 'open');
  await changeWithLine(
    context,
    opened(context, Tickets, doc),
    { kind: 'system', name: '' },
    { fields, line, where: { status: 'pending' } },
  );
}

/** The last message that went out in the thread of this key: relays that replace our id leave the anchor. */
export async function lastSentIn(context: Context, threadKey: string): Promise<Sent | undefined> {
  const ticket = await Tickets(context)
    .findOne({ threadKeys: context.vault.hash('thread', threadKey) }, { _id: 1 })
    .lean<Pick<TicketDoc, '_id'>>();
  if (!ticket) return undefined;
  const doc = await Messages(context)
    .findOne({ ticket: ticket._id, direction: 'out', 'delivery.state': 'sent' }, { ticket: 1, customer: 1 })
    .sort({ n: -1 })
    .lean<MessageDoc>();
  return doc ?? undefined;
}
