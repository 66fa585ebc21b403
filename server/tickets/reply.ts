import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { addressOf, loadCustomer } from '../customers/find.ts';
import { fail } from '../errors.ts';
import { sanitize } from '../http/sanitize.ts';
import { advanceIf } from './advance.ts';
import { base, byClientId, commit, written, type Author } from './commit.ts';
import { claimUploads } from './upload.ts';
import type { InboundIdentity, Purpose } from './envelopes.ts';
import { externalFields } from './external.ts';
import { threadOf, ticketById } from './find.ts';
import type { Delivery, MessageDoc } from './message-model.ts';
import type { Status, TicketDoc } from './model.ts';
import { snippetOf } from './snippet.ts';
import { statusFields } from './status.ts';

export interface NewReply {
  author: Author;
  /** Said each time, so that nobody sends what needs consent by leaving it out. */
  purpose: Purpose;
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
  const files = await claimUploads(context, ticket, input);
  if (!files) return await written(context, ticket, input.clientId);
  const { next, previous } = await takePlace(context, ticket, input);
  const message: MessageDoc = {
    ...base(context, next, input.author, input.clientId),
    direction: 'out',
    ...externalFields(context, mintId(context, next, route)),
    automatic: input.automatic ?? false,
    delivery: newDelivery(context, route, input.purpose),
    ...(input.choices ? { choices: input.choices } : {}),
    text: input.text,
    ...(input.html ? { html: sanitize(input.html) } : {}),
    to: route.to,
    attachments: files,
  };
  return await commit(context, next, message, input.author, previous);
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

/**
 * The answer's place in the thread, behind nothing that its writer has not seen: what comes in between is looked at
 * before it is tried again. Fails `newer-messages`; and `conflict` when a person took the ticket from the assistant.
 */
async function takePlace(
  context: Context,
  ticket: TicketDoc,
  input: NewReply,
): Promise<{ next: TicketDoc; previous: Status }> {
  const holder = input.author.kind === 'assistant' ? { handler: 'assistant' } : {};
  for (;;) {
    await refuseCrossing(context, ticket, input);
    const previous = ticket.status;
    const fields = { activityAt: context.clock.now(), ...answered(context, ticket, input) };
    const next = await advanceIf(context, ticket, fields, { ...holder, messages: ticket.messages });
    if (next) return { next, previous };
    Object.assign(ticket, await ticketById(context, String(ticket._id)));
    if (input.author.kind === 'assistant' && ticket.handler !== 'assistant') return fail('conflict');
  }
}

/** What takes a place in a thread stands in it a moment later. */
const FILLED_MS = 50;
const LOOKS = 5;

async function refuseCrossing(context: Context, ticket: TicketDoc, input: NewReply): Promise<void> {
  const { lastSeen, author } = input;
  if (lastSeen === undefined || lastSeen >= ticket.messages) return;
  const limit = 100;
  for (let look = 1; ; look++) {
    const newer = await threadOf(context, String(ticket._id), { after: lastSeen, limit });
    const others = newer.filter((m) => m.direction !== 'event' && !(m.author.id && m.author.id === author.id));
    if (others.length > 0) fail('newer-messages', undefined, { newer: others.map((m) => m.n) });
    // A place that stays empty was taken by somebody who crashed.
    if (newer.length >= Math.min(limit, ticket.messages - lastSeen) || look === LOOKS) return;
    await delay(FILLED_MS);
  }
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
  return context.channels.get(route.channel)?.mintId?.(ticket.thread, route.to, route.account) ?? randomUUID();
}

function newDelivery(context: Context, route: Route, purpose: Purpose): Delivery {
  return {
    state: 'pending',
    purpose,
    channel: route.channel,
    account: route.account,
    attempts: 0,
    dueAt: context.clock.now(),
    leaseUntil: null,
    sentAt: null,
  };
}
