import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { addressOf, loadCustomer } from '../customers/find.ts';
import { fail } from '../errors.ts';
import { sanitize } from '../http/sanitize.ts';
import { insertSealed, isDuplicate, opened } from '../vault/sealed.ts';
import { advance } from './advance.ts';
import { claimUploads } from './upload.ts';
import type { InboundIdentity } from './envelopes.ts';
import { threadOf } from './find.ts';
import { Messages, type Delivery, type MessageDoc } from './message-model.ts';
import type { Status, TicketDoc } from './model.ts';
import { snippetOf } from './snippet.ts';
import { statusFields } from './status.ts';

export interface Author {
  kind: 'agent' | 'assistant' | 'system';
  /** Hex id of the agent. */
  id?: string;
  /** As the customer sees it. */
  name: string;
}

export interface NewReply {
  author: Author;
  /** Made by the writer's client; the same id again returns the same message. */
  clientId: string;
  text: string;
  html?: string;
  /** Hex ids of files uploaded to this ticket. */
  attachments?: string[];
  choices?: { id: string; label: string }[];
  /** Status after it; pending (waiting for the customer) by default. */
  status?: Status;
  /** Place of the last message the writer has seen; a newer one from others fails with `newer-messages`. */
  lastSeen?: number;
  automatic?: boolean;
}

/**
 * Saves an answer to the customer with its delivery pending: the message is the outbox. Fails `cannot-send` when its
 * channel cannot send it, so that nothing is left pending that can never go.
 */
export async function reply(context: Context, ticket: TicketDoc, input: NewReply): Promise<MessageDoc> {
  const earlier = await byClientId(context, ticket, input.clientId);
  if (earlier) return earlier;
  const route = await routeTo(context, ticket);
  await refuseCrossing(context, ticket, input);
  const files = await claimUploads(context, ticket, input.attachments ?? []);
  const previous = ticket.status;
  const next = await advance(context, ticket, answered(context, ticket, input));
  const message: MessageDoc = {
    ...base(context, next, input.author, input.clientId),
    direction: 'out',
    externalId: mintId(context, next, route),
    automatic: input.automatic ?? false,
    delivery: newDelivery(context, route),
    ...(input.choices ? { choices: input.choices } : {}),
    text: input.text,
    ...(input.html ? { html: sanitize(input.html) } : {}),
    to: route.to,
    attachments: files,
  };
  return await commit(context, next, message, input.author, previous);
}

/** Inserts the message and tells; a twin that was first is returned instead. */
export async function commit(
  context: Context,
  ticket: TicketDoc,
  message: MessageDoc,
  author: Author,
  previous: Status,
): Promise<MessageDoc> {
  try {
    await insertSealed(context, Messages, String(ticket.customer), message);
  } catch (error) {
    const twin = isDuplicate(error) && message.clientId ? await byClientId(context, ticket, message.clientId) : null;
    if (!twin) throw error;
    return twin;
  }
  const by = { kind: author.kind, ...(author.id ? { id: author.id } : {}) };
  const direction = message.direction === 'note' ? ('note' as const) : ('out' as const);
  await context.events.emit('message.saved', {
    ticket: String(ticket._id),
    message: String(message._id),
    direction,
    by,
  });
  if (ticket.status !== previous)
    await context.events.emit('ticket.changed', { ticket: String(ticket._id), fields: ['status'], by });
  return message;
}

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

interface Route {
  channel: string;
  account: string;
  to: string;
}

/** Where an answer goes: the ticket's channel, or e-mail for forms and the API. Fails `cannot-send` with the reason. */
async function routeTo(context: Context, ticket: TicketDoc): Promise<Route> {
  const byMail = ticket.channel === 'form' || ticket.channel === 'api';
  const name = byMail ? 'email' : ticket.channel;
  const channel = context.channels.get(name);
  const reason = channel ? channel.cannotSend(ticket.account) : `The channel ${name} is not set up.`;
  if (reason) return fail('cannot-send', reason);
  const customer = await loadCustomer(context, String(ticket.customer));
  const to = addressOf(customer, name as InboundIdentity['kind']);
  return to ? { channel: name, account: ticket.account, to } : fail('cannot-send', `No ${name} address is known.`);
}

async function refuseCrossing(context: Context, ticket: TicketDoc, input: NewReply): Promise<void> {
  if (input.lastSeen === undefined || input.lastSeen >= ticket.messages) return;
  const newer = await threadOf(context, String(ticket._id), { after: input.lastSeen });
  const others = newer.filter((m) => m.direction !== 'event' && !(m.author.id && m.author.id === input.author.id));
  if (others.length > 0) fail('newer-messages', undefined, { newer: others.map((m) => m.n) });
}

function answered(context: Context, ticket: TicketDoc, input: NewReply): Partial<TicketDoc> {
  const now = context.clock.now();
  const status = input.status ?? 'pending';
  const firstReply = input.author.kind === 'agent' && !ticket.firstRepliedAt ? { firstRepliedAt: now } : {};
  return {
    ...statusFields(context, ticket, status),
    waitingSince: null,
    snippet: snippetOf(input.text),
    ...firstReply,
  };
}

function mintId(context: Context, ticket: TicketDoc, route: Route): string {
  return context.channels.get(route.channel)?.mintId?.(ticket.thread, route.to) ?? randomUUID();
}

function newDelivery(context: Context, route: Route): Delivery {
  return {
    state: 'pending',
    channel: route.channel,
    account: route.account,
    attempts: 0,
    dueAt: context.clock.now(),
    leaseUntil: null,
    error: null,
    externalId: null,
    sentAt: null,
  };
}
