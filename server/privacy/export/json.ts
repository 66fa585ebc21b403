import { Types } from 'mongoose';
import type { CallbackDoc } from '../../callbacks/model.ts';
import type { CallDoc } from '../../calls/model.ts';
import type { ConsentDoc } from '../../customers/consent-model.ts';
import type { CustomerDoc } from '../../customers/model.ts';
import type { DraftDoc } from '../../drafts/model.ts';
import type { OrderDoc } from '../../orders/model.ts';
import type { RepairDoc } from '../../repairs/model.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { PRIORITIES, type TicketDoc } from '../../tickets/model.ts';
import type { Collected } from './collect.ts';
import type { Export } from './schema.ts';

/** Where bytes stand in the archive, by id; null where they could not be read. */
export interface Places {
  files: Map<string, string | null>;
  items: Map<string, { path: string | null; sha256: string | null; about: unknown }>;
}

type ExportedTicket = Export['tickets'][number];
type ExportedMessage = ExportedTicket['messages'][number];

/** The machine-readable half. */
export function exportJson(collected: Collected, places: Places, about: { at: Date; desk: string }): Export {
  const { customer, merged, consents, orders, calls, repairs, callbacks, tickets, elsewhere, drafts, items, damages } =
    collected;
  return {
    format: 'ombud-export',
    v: 1,
    createdAt: about.at.toISOString(),
    desk: about.desk,
    customer: customerJson(customer),
    merged: merged.map(customerJson),
    consents: consents.map(consentJson),
    orders: orders.map(orderJson),
    calls: calls.map(callJson),
    repairs: repairs.map(repairJson),
    callbacks: callbacks.map(callbackJson),
    tickets: tickets.map(({ ticket, messages }) => ({
      ...ticketJson(ticket),
      messages: messages.map((message) => messageJson(message, places)),
      drafts: drafts.filter((draft) => String(draft.ticket) === String(ticket._id)).map(draftJson),
    })),
    elsewhere: elsewhere.map(({ number, messages }) => ({
      number,
      messages: messages.map((message) => messageJson(message, places)),
    })),
    received: items.map(({ _id, channel, receivedAt, outcome, size }) => ({
      id: String(_id),
      channel,
      receivedAt: receivedAt.toISOString(),
      outcome,
      size,
      ...(places.items.get(String(_id)) ?? { path: null, sha256: null, about: null }),
    })),
    damaged: damages,
  };
}

function customerJson(customer: CustomerDoc): Export['customer'] {
  const { identities, values = {}, ...rest } = customer;
  return {
    ...(facts(rest) as Omit<Export['customer'], 'identities'>),
    identities: identities.map(({ kind, hash, verified, addedAt }) => ({
      kind,
      value: values[hash] ?? '',
      verified,
      addedAt: addedAt?.toISOString() ?? null,
    })),
  };
}

function consentJson({ by, ...consent }: ConsentDoc): Export['consents'][number] {
  const { customer: _, ...rest } = facts(consent);
  return { ...(rest as Omit<Export['consents'][number], 'by'>), by: by.kind };
}

const orderJson = (order: OrderDoc): Export['orders'][number] =>
  facts(order, ['customer', 'numberHash', 'address', 'digest']) as Export['orders'][number];

/** Whom of the staff it was with is theirs. */
const callJson = (call: CallDoc): Export['calls'][number] =>
  facts(call, ['customer', 'key', 'rang', 'agent']) as Export['calls'][number];

/** How its time is kept, and what is still to be told of it, is nothing about the customer. */
const KEPT = ['customer', 'rev', 'open', 'held', 'date', 'point', 'notice', 'noticeAt', 'remindAt', 'tell', 'sequence'];

const repairJson = ({ details, result, ...repair }: RepairDoc): Export['repairs'][number] =>
  ({ ...facts(repair, KEPT), ...details, ...(result ? { result } : {}) }) as Export['repairs'][number];

const callbackJson = ({ tries, ...callback }: CallbackDoc): Export['callbacks'][number] => ({
  ...(facts(callback, [
    'customer',
    'ticket',
    'slot',
    'place',
    'team',
    'agent',
    'claimedUntil',
    'owes',
    'letters',
  ]) as Omit<Export['callbacks'][number], 'tries'>),
  tries: tries.map(({ at, outcome }) => ({ at: at.toISOString(), outcome })),
});

/** How an index or a token finds it, and which colleague works on it, is nothing about the customer. */
const OURS = [
  'customer',
  'origin',
  'thread',
  'threadKeys',
  'assignee',
  'team',
  'routing',
  'queued',
  'load',
  'participants',
  'stripped',
  'messages',
];

function ticketJson(ticket: TicketDoc): Omit<ExportedTicket, 'messages' | 'drafts'> {
  const { priority, course = [], ...rest } = ticket;
  return {
    ...(course.length > 0 ? { course: course.map(({ by: _, clientId: __, ...entry }) => entry) } : {}),
    ...(facts(rest, OURS) as Omit<ExportedTicket, 'messages' | 'drafts' | 'priority'>),
    priority: PRIORITIES[priority - 1] ?? 'normal',
  };
}

/** Of changes only what was changed to what: who of the staff did it is theirs (CJEU C-579/21). */
const TOLD = new Set(['status', 'priority', 'type', 'tags', 'snoozed', 'step']);

function messageJson(message: MessageDoc, places: Places): ExportedMessage {
  const { author, authorName, event, attachments = [], intake, ...rest } = message;
  const inner = message.direction === 'note' || message.direction === 'event';
  return {
    ...(facts(rest, ['ticket', 'customer', 'guest', 'files', 'externalHashes', 'clientId']) as Omit<
      ExportedMessage,
      'author' | 'attachments' | 'raw'
    >),
    author: { kind: author.kind, ...(authorName && !inner ? { name: authorName } : {}) },
    ...(event ? { event: { kind: event.kind, params: TOLD.has(event.kind) ? event.params : {} } } : {}),
    attachments: attachments.map(({ id, name, type, size }) => ({
      ...{ name, type, size },
      path: places.files.get(id) ?? null,
    })),
    raw: (intake && places.items.get(intake)?.path) || null,
  };
}

const draftJson = ({ content, updatedAt }: DraftDoc): ExportedTicket['drafts'][number] => ({
  ...(content?.text ? { text: content.text } : {}),
  updatedAt: updatedAt.toISOString(),
});

/** A document as JSON: whatever it holds, without our version and what is named. Ids are hex, times ISO 8601. */
function facts(document: object, without: readonly string[] = []): Record<string, unknown> {
  const entries = Object.entries(document).filter(([name]) => name !== 'v' && !without.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => [name === '_id' ? 'id' : name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (value instanceof Types.ObjectId) return value.toHexString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
