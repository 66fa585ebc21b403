import { Types } from 'mongoose';
import { Callbacks, type CallbackDoc } from '../../callbacks/model.ts';
import { Calls, type CallDoc } from '../../calls/model.ts';
import type { Context } from '../../context.ts';
import { Consents, type ConsentDoc } from '../../customers/consent-model.ts';
import { Customers, type CustomerDoc } from '../../customers/model.ts';
import { samePerson } from '../../customers/same.ts';
import { Drafts, type DraftDoc } from '../../drafts/model.ts';
import { fail } from '../../errors.ts';
import { Intake, type IntakeDoc } from '../../intake/model.ts';
import type { DefinedModel } from '../../model.ts';
import { Orders, type OrderDoc } from '../../orders/model.ts';
import { Repairs, type RepairDoc } from '../../repairs/model.ts';
import { Messages, type MessageDoc } from '../../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../tickets/model.ts';
import { openTelling, type Damage } from './damage.ts';

/** Everything about a customer but the bytes of files and raw items, opened as far as it can be read. */
export interface Collected {
  customer: CustomerDoc;
  /** Further records of the same person. */
  merged: CustomerDoc[];
  consents: ConsentDoc[];
  /** Oldest first. */
  orders: OrderDoc[];
  /** Oldest first. */
  calls: CallDoc[];
  repairs: RepairDoc[];
  /** Asked for; oldest first. */
  callbacks: CallbackDoc[];
  /** Oldest first, each with its thread in order. */
  tickets: { ticket: TicketDoc; messages: MessageDoc[] }[];
  /** What they wrote into tickets of others, each with the number of the ticket; of that nothing else. */
  elsewhere: { number: number; messages: MessageDoc[] }[];
  drafts: DraftDoc[];
  /** The ledger's items, oldest first. */
  items: IntakeDoc[];
  /** What could not be read; grows while files are read. */
  damages: Damage[];
}

/** Reads it all. Fails `not-found`, and `erased`. */
export async function collect(context: Context, id: string): Promise<Collected> {
  const _id = new Types.ObjectId(id);
  const damages: Damage[] = [];
  const read = async <T extends { _id: unknown }>(
    model: DefinedModel<T>,
    filter: object,
    sort: Record<string, 1 | -1>,
  ): Promise<T[]> => {
    const docs = await model(context).find(filter).sort(sort).lean<T[]>();
    return docs.map((doc) => openTelling(context, model, doc, damages));
  };
  const records = await samePerson(context, _id);
  const customers = records.map((record) => record._id);
  const everybody = await read(Customers, { _id: { $in: customers } }, { _id: 1 });
  const customer =
    everybody.find(({ mergedInto }) => !mergedInto) ??
    everybody[0] ??
    fail(context.vault.erased.has(id) ? 'erased' : 'not-found');
  const tickets = [];
  for (const ticket of (await read(Tickets, { customer: { $in: customers } }, { activityAt: -1, _id: -1 })).reverse())
    tickets.push({ ticket, messages: await read(Messages, { ticket: ticket._id }, { n: 1 }) });
  return {
    customer,
    merged: everybody.filter((doc) => doc !== customer),
    consents: await read(Consents, { customer: { $in: customers } }, { at: 1, n: 1 }),
    orders: await read(Orders, { customer: { $in: customers } }, { placedAt: 1, _id: 1 }),
    calls: await read(Calls, { customer: { $in: customers } }, { at: 1, _id: 1 }),
    repairs: await read(Repairs, { customer: { $in: customers } }, { createdAt: 1, _id: 1 }),
    callbacks: await read(Callbacks, { customer: { $in: customers } }, { at: 1, _id: 1 }),
    tickets,
    drafts: await read(Drafts, { ticket: { $in: tickets.map(({ ticket }) => ticket._id) } }, { ticket: 1 }),
    elsewhere: await byTicket(context, await read(Messages, { customer: { $in: customers }, guest: true }, { at: 1 })),
    items: await itemsOf(context, records),
    damages,
  };
}

async function byTicket(context: Context, messages: MessageDoc[]): Promise<Collected['elsewhere']> {
  const tickets = await Tickets(context)
    .find({ _id: { $in: messages.map(({ ticket }) => ticket) } }, { number: 1 })
    .sort({ number: 1 })
    .lean<Pick<TicketDoc, '_id' | 'number'>[]>();
  return tickets.map(({ _id, number }) => ({
    number,
    messages: messages.filter(({ ticket }) => ticket.equals(_id)).sort((a, b) => a.n - b.n),
  }));
}

/** What became theirs, and what they sent and what became no ticket. */
async function itemsOf(context: Context, records: CustomerDoc[]): Promise<IntakeDoc[]> {
  const hashes = records.flatMap(({ identities }) => identities.map(({ hash }) => hash));
  const found = [];
  for (const filter of [{ customer: { $in: records.map(({ _id }) => _id) } }, { sender: { $in: hashes } }])
    found.push(...(await Intake(context).find(filter).lean<IntakeDoc[]>()));
  const items = new Map(found.map((item) => [String(item._id), item]));
  return [...items.values()].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}
