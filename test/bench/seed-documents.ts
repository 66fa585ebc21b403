import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../../server/context.ts';
import { Customers, type CustomerDoc } from '../../server/customers/model.ts';
import { Messages, type MessageDoc } from '../../server/tickets/message-model.ts';
import { Tickets, type Status, type TicketDoc } from '../../server/tickets/model.ts';
import { snippetOf } from '../../server/tickets/snippet.ts';
import { sealed } from '../../server/vault/sealed.ts';
import type { CorpusTicket } from './work.ts';

// A ticket of the corpus as the documents that the product would have made of it.

/** `hash` is that of the address. */
export function customerOf(context: Context, { customer }: CorpusTicket, hash: string, _id: Types.ObjectId): CustomerDoc {
  return sealed(context, Customers, String(_id), _id, {
    _id,
    v: 1,
    identities: [{ kind: 'email', hash, verified: false, addedAt: new Date() }],
    language: customer.lang,
    createdAt: new Date(),
    blocked: false,
    name: customer.name,
    values: { [hash]: customer.email },
    notes: '',
  });
}

/** Ticket i, from 0. */
export function ticketOf(context: Context, source: CorpusTicket, i: number, customer: Types.ObjectId): TicketDoc {
  const _id = new Types.ObjectId();
  const thread = randomBytes(9).toString('base64url');
  const at = (k: number) => new Date(source.messages.at(k)?.at ?? 0);
  const active = source.status === 'new' || source.status === 'open';
  return sealed(context, Tickets, String(customer), _id, {
    _id,
    v: 1,
    number: i + 1,
    origin: `seed-${i}`,
    type: source.type,
    typeGuessed: false,
    status: source.status as Status,
    priority: 2,
    tags: source.tags,
    team: null,
    assignee: active ? SEED_AGENT : null,
    handler: 'agents',
    queued: false,
    load: 'mail',
    language: source.customer.lang,
    channel: source.channel,
    account: 'env',
    customer,
    unverified: false,
    thread,
    threadKeys: [context.vault.hash('thread', `t:${thread}`)],
    messages: source.messages.length,
    createdAt: at(0),
    activityAt: at(-1),
    waitingSince: active ? at(-1) : null,
    firstAssignedAt: at(0),
    assignedAt: at(0),
    firstRepliedAt: null,
    solvedAt: source.status === 'solved' ? at(-1) : null,
    reopenedAt: null,
    closedAt: null,
    snoozedUntil: null,
    routing: null,
    subject: source.subject,
    snippet: snippetOf(source.messages.at(-1)?.text ?? ''),
    fields: {},
  });
}

/** Somebody who does not work here any more: routing leaves the seeded tickets alone. */
const SEED_AGENT = new Types.ObjectId('0123456789abcdef01234567');

/** Its message k, from 0. */
export function messageOf(context: Context, source: CorpusTicket, ticket: TicketDoc, k: number): MessageDoc {
  const _id = new Types.ObjectId();
  const { direction, at, text } = source.messages[k] ?? { direction: 'in' as const, at: 0, text: '' };
  return sealed(context, Messages, String(ticket.customer), _id, {
    _id,
    v: 1,
    ticket: ticket._id,
    customer: ticket.customer,
    n: k + 1,
    direction,
    author: { kind: direction === 'in' ? ('customer' as const) : ('agent' as const) },
    at: new Date(at),
    automatic: false,
    text,
    authorName: direction === 'in' ? source.customer.name : 'Ana',
    attachments: [],
  });
}
