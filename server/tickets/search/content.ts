import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Customers, type CustomerDoc } from '../../customers/model.ts';
import { isForPeople } from '../../customers/find.ts';
import type { DefinedModel } from '../../model.ts';
import { createPace } from '../../turns.ts';
import { opened } from '../../vault/sealed.ts';
import { Messages, type MessageDoc } from '../message-model.ts';
import { Tickets, type TicketDoc } from '../model.ts';
import type { Scope } from './hashes.ts';

/** A piece of what a ticket is found by. */
export interface Part {
  where: 'number' | 'subject' | 'fields' | 'customer' | 'message' | 'note' | 'file';
  text: string;
  /** The message's place in the thread. */
  n?: number;
}

/** Where words of a part are found besides anywhere. */
export const scopeOf = ({ where }: Part): Scope => (where === 'customer' ? 'from' : where === 'file' ? 'file' : '');

/** What is read of a message: logs and dumps that are longer are searched as far as this. */
const LONGEST_TEXT = 100_000;

export type SearchedTicket = Pick<TicketDoc, '_id' | 'number' | 'customer' | 'language' | 'subject' | 'fields'>;
export type SearchedCustomer = Pick<CustomerDoc, 'name' | 'values'>;

/** What stands on a ticket itself and on its customer. */
export function headParts(ticket: SearchedTicket, customer: SearchedCustomer | undefined): Part[] {
  const values = Object.values(customer?.values ?? {}).filter(isForPeople);
  return [
    { where: 'number', text: String(ticket.number) },
    { where: 'subject', text: ticket.subject ?? '' },
    ...Object.values(ticket.fields ?? {}).map((text): Part => ({ where: 'fields', text })),
    ...[customer?.name ?? '', ...values].map((text): Part => ({ where: 'customer', text })),
  ];
}

/** What stands in a message. Colleagues' names are left out: a ticket is not about who answered it. */
export function messageParts(message: MessageDoc): Part[] {
  const { n, text, direction } = message;
  const people = direction === 'in' ? [message.authorName, message.from] : [message.to];
  return [
    { where: direction === 'note' ? 'note' : 'message', text: (text ?? '').slice(0, LONGEST_TEXT), n },
    ...(message.subject ? [{ where: 'subject' as const, text: message.subject, n }] : []),
    ...[...people, ...(message.cc ?? [])]
      .filter((value) => value !== undefined && isForPeople(value))
      .map((value): Part => ({ where: 'customer', text: value ?? '', n })),
    ...(message.attachments ?? []).map(({ name }): Part => ({ where: 'file', text: name, n })),
  ];
}

const TICKET = { number: 1, customer: 1, language: 1, subject: 1, fields: 1 } as const;
const MESSAGE = { ticket: 1, customer: 1, n: 1, direction: 1, text: 1, attachments: 1 } as const;
/** What finds a message besides its text and its files. */
const PEOPLE = { authorName: 1, from: 1, to: 1, cc: 1, subject: 1 } as const;

/** The tickets with these ids as far as they are searched, by hex id. */
export async function readTickets(context: Context, ids: Types.ObjectId[]): Promise<Map<string, SearchedTicket>> {
  const docs = await Tickets(context)
    .collection.find<TicketDoc>({ _id: { $in: ids } }, { projection: TICKET, promoteBuffers: true })
    .toArray();
  return new Map(openEach(context, Tickets, docs).map((doc) => [String(doc._id), doc]));
}

/** Names and addresses of customers, by hex id. */
export async function readCustomers(context: Context, ids: Types.ObjectId[]): Promise<Map<string, SearchedCustomer>> {
  const docs = await Customers(context)
    .collection.find<CustomerDoc>({ _id: { $in: ids } }, { projection: { name: 1, values: 1 }, promoteBuffers: true })
    .toArray();
  return new Map(openEach(context, Customers, docs).map((doc) => [String(doc._id), doc]));
}

/** The messages that a filter finds, page by page. */
export async function* readMessages(context: Context, filter: Record<string, unknown>): AsyncGenerator<MessageDoc[]> {
  const cursor = Messages(context).collection.find<MessageDoc>(filter, {
    projection: { ...MESSAGE, ...PEOPLE },
    batchSize: PAGE,
    promoteBuffers: true,
  });
  try {
    while (await cursor.hasNext()) {
      const page: MessageDoc[] = [];
      // A long text takes a while to open, and a page may have nothing but long ones.
      for (const sealed of cursor.readBufferedDocuments().filter(isWritten)) {
        page.push(...openEach(context, Messages, [sealed]));
        await pace();
      }
      yield page;
    }
  } finally {
    await cursor.close();
  }
}

/** A message that is opened when somebody reads it; undefined where it is damaged. */
export type SealedText = Pick<MessageDoc, 'ticket' | 'n'> & { open(): MessageDoc | undefined };

/** Messages with text and files only, all at once. */
export async function readTexts(context: Context, filter: Record<string, unknown>): Promise<SealedText[]> {
  const docs = await Messages(context)
    .collection.find<MessageDoc>(filter, { projection: MESSAGE, batchSize: 1000, promoteBuffers: true })
    .toArray();
  return docs.filter(isWritten).map((doc) => {
    return { ticket: doc.ticket, n: doc.n, open: () => openEach(context, Messages, [doc])[0] };
  });
}

/** They are read in one go, and may be long. */
const PAGE = 50;
const pace = createPace();
const isWritten = ({ direction }: MessageDoc): boolean => direction !== 'event';

/** Opens documents; one that is damaged is told and left out. */
function openEach<T extends { _id: unknown }>(context: Context, model: DefinedModel<T>, docs: T[]): T[] {
  return docs.flatMap((doc) => {
    try {
      return [opened(context, model, doc)];
    } catch (err) {
      context.log.error({ err, model: model.modelName, id: String(doc._id) }, 'the search cannot read a document');
      return [];
    }
  });
}
