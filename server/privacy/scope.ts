import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { samePerson } from '../customers/same.ts';
import { Intake, type IntakeDoc } from '../intake/model.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets } from '../tickets/model.ts';

/** Everything that is of one person, by ids and keyed hashes. */
export interface Scope {
  customers: Types.ObjectId[];
  tickets: Types.ObjectId[];
  /** Hashes of their identities. */
  hashes: string[];
}

/** What belongs to a customer, and to those they were merged with. */
export async function scopeOf(context: Context, customer: Types.ObjectId): Promise<Scope> {
  const docs = await samePerson(context, customer);
  const customers = docs.map(({ _id }) => _id);
  const hashes = docs.flatMap(({ identities }) => identities.map(({ hash }) => hash));
  return { customers, tickets: await ticketsOf(context, customers), hashes };
}

/** Ids of the tickets of customers. */
export async function ticketsOf(context: Context, customers: Types.ObjectId[]): Promise<Types.ObjectId[]> {
  const docs = await Tickets(context)
    .find({ customer: { $in: customers } }, { _id: 1 })
    .lean();
  return docs.map(({ _id }) => _id);
}

export type ItemFacts = Pick<IntakeDoc, '_id' | 'channel' | 'account' | 'key' | 'content' | 'keyId' | 'whole'>;

/** Items of the ledger: those that became theirs, and those that became no ticket and were sent by them. */
export async function itemsOf(context: Context, { customers, tickets, hashes }: Scope): Promise<ItemFacts[]> {
  const facts = { channel: 1, account: 1, key: 1, content: 1, keyId: 1, whole: 1 };
  const found = new Map<string, ItemFacts>();
  for (const filter of [
    { customer: { $in: customers } },
    { ticket: { $in: tickets } },
    { sender: { $in: hashes } },
  ] as const) {
    const docs = await Intake(context)
      .find({ ...filter, outcome: { $ne: 'erased' } }, facts)
      .lean<ItemFacts[]>();
    for (const doc of docs) found.set(String(doc._id), doc);
  }
  return [...found.values()];
}

export type MessageFacts = Pick<MessageDoc, '_id' | 'ticket' | 'files'>;

/** Messages: all of their tickets, and what they wrote into those of others. */
export async function messagesOf(context: Context, { customers, tickets }: Scope): Promise<MessageFacts[]> {
  const facts = { ticket: 1, files: 1 };
  return [
    ...(await Messages(context)
      .find({ ticket: { $in: tickets } }, facts)
      .lean<MessageFacts[]>()),
    ...(await Messages(context)
      .find({ customer: { $in: customers }, guest: true, ticket: { $nin: tickets } }, facts)
      .lean<MessageFacts[]>()),
  ];
}
