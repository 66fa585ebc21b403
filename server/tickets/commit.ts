import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { insertSealed, isDuplicate, opened } from '../vault/sealed.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { forgetUploads } from './upload.ts';

export interface Author {
  kind: 'agent' | 'assistant' | 'system';
  /** Hex id of the agent. */
  id?: string;
  /** As the customer sees it. */
  name: string;
}

/**
 * Inserts the message and tells; a twin that was first is returned instead. `changed` names what it made other of the
 * ticket than it was before, `draft` the version of the author's draft that the message ends.
 */
export async function commit(
  context: Context,
  ticket: TicketDoc,
  message: MessageDoc,
  { author, changed, draft }: { author: Author; changed: string[]; draft?: number },
): Promise<MessageDoc> {
  try {
    await insertSealed(context, Messages, String(ticket.customer), message);
  } catch (error) {
    const twin = isDuplicate(error) && message.clientId ? await byClientId(context, ticket, message.clientId) : null;
    if (!twin) throw error;
    return twin;
  }
  await forgetUploads(context, message.attachments);
  const by = { kind: author.kind, ...(author.id ? { id: author.id } : {}) };
  const direction = message.direction === 'note' ? ('note' as const) : ('out' as const);
  const id = String(ticket._id);
  const saved = { ticket: id, message: String(message._id), direction, by, ...(draft === undefined ? {} : { draft }) };
  await Promise.all([
    context.events.emit('message.saved', saved),
    movesOn(changed) && context.events.emit('ticket.changed', { ticket: id, fields: changed, by }),
  ]);
  return message;
}

/** Whether a message makes its ticket another one than one with a message more, which everybody hears of anyway. */
export const movesOn = (changed: readonly string[]): boolean => changed.includes('status') || changed.includes('stage');

/** What replies and notes have in common. */
export function base(
  context: Context,
  ticket: TicketDoc,
  author: Author,
  clientId: string,
): Pick<MessageDoc, '_id' | 'v' | 'ticket' | 'customer' | 'n' | 'author' | 'at' | 'clientId' | 'authorName'> {
  return {
    _id: new Types.ObjectId(),
    v: 1,
    ticket: ticket._id,
    customer: ticket.customer,
    n: ticket.messages,
    author: { kind: author.kind, ...(author.id ? { id: author.id } : {}) },
    at: context.clock.now(),
    clientId,
    authorName: author.name,
  };
}

/** The message with this client id on this ticket, opened. */
export async function byClientId(context: Context, ticket: TicketDoc, clientId: string): Promise<MessageDoc | null> {
  const doc = await Messages(context).findOne({ ticket: ticket._id, clientId }).lean<MessageDoc>();
  return doc && opened(context, Messages, doc);
}

/** The message that was written meanwhile, with the files that are gone. Fails `bad-request` when there is none. */
export async function written(context: Context, ticket: TicketDoc, clientId: string): Promise<MessageDoc> {
  return (await byClientId(context, ticket, clientId)) ?? fail('bad-request', 'An attachment does not exist.');
}
