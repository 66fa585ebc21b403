import { Types, type mongo } from 'mongoose';
import type { Context } from '../../context.ts';
import { nextNumbers } from '../../counter.ts';
import { RELAXED } from '../../model.ts';
import { createPace } from '../../turns.ts';
import { Collector } from './collect.ts';
import { headParts, messageParts, readCustomers, readMessages, readTickets, type SearchedTicket } from './content.ts';
import { makeStale } from './fresh.ts';
import { hasherOf, type Hash } from './hashes.ts';
import { SearchPacks, type SearchPackDoc } from './model.ts';
import { openPack, pack, sealPack, sizeOf } from './pack.ts';

/** Which messages of a ticket are new to the search, by hex id; `all`: the ticket is read as it is now. */
export type Fresh = Set<string> | 'all';

/** A mail may be long, and many may come: pages don't wait for their words. */
const pace = createPace();

type Write = mongo.AnyBulkWriteOperation<SearchPackDoc>;

/**
 * Brings the packs of tickets (hex ids, oldest activity first) up to date: one read of each kind and one write for all
 * of them. `end` is where the blocks end. Resolves with how much more stands behind them now.
 */
export async function indexTickets(context: Context, marked: ReadonlyMap<string, Fresh>, end: number): Promise<Grown> {
  const ids = [...marked.keys()].map((id) => new Types.ObjectId(id));
  const [tickets, known] = await Promise.all([readTickets(context, ids), readPacks(context, ids)]);
  const [customers, collectors] = await Promise.all([
    readCustomers(
      context,
      [...tickets.values()].map(({ customer }) => customer),
    ),
    collectMessages(context, tickets, known, marked),
  ]);
  const packed: Packed[] = [];
  const gone: Types.ObjectId[] = [];
  for (const id of ids) {
    const ticket = tickets.get(String(id));
    const collector = collectors.get(String(id)) ?? new Collector();
    if (ticket) for (const part of headParts(ticket, customers.get(String(ticket.customer)))) collector.add(part);
    const made = ticket && (await packTicket(context, ticket, collector, known.get(String(id))));
    if (made) packed.push(made);
    else gone.push(id);
  }
  await write(context, packed, gone, end);
  const inTail = packed.flatMap(({ before }) => (before && before.position >= end ? [before.size] : []));
  const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);
  return { tickets: packed.length - inTail.length, size: sum(packed.map(({ size }) => size)) - sum(inTail) };
}

export interface Grown {
  tickets: number;
  /** Hashes. */
  size: number;
}

interface KnownPack {
  doc: SearchPackDoc;
  /** Undefined when it is to be made anew. */
  packed: Buffer | undefined;
}

async function readPacks(context: Context, ids: Types.ObjectId[]): Promise<Map<string, KnownPack>> {
  const docs = await SearchPacks(context)
    .collection.find<SearchPackDoc>({ _id: { $in: ids } }, { promoteBuffers: true })
    .toArray();
  return new Map(docs.map((doc) => [String(doc._id), { doc, packed: openPack(context.vault, doc) }]));
}

/** Reads only what is new where the rest is in a pack. */
async function collectMessages(
  context: Context,
  tickets: ReadonlyMap<string, SearchedTicket>,
  known: ReadonlyMap<string, KnownPack>,
  marked: ReadonlyMap<string, Fresh>,
): Promise<Map<string, Collector>> {
  const whole: Types.ObjectId[] = [];
  const messages: Types.ObjectId[] = [];
  for (const [id, fresh] of marked) {
    const before = known.get(id);
    if (fresh !== 'all' && before?.packed) messages.push(...[...fresh].map((message) => new Types.ObjectId(message)));
    else {
      whole.push(new Types.ObjectId(id));
      if (before) before.packed = undefined;
    }
  }
  const collectors = new Map([...tickets.keys()].map((id) => [id, new Collector()]));
  const filters = [
    ...(whole.length > 0 ? [{ ticket: { $in: whole } }] : []),
    ...(messages.length > 0 ? [{ _id: { $in: messages } }] : []),
  ];
  for (const filter of filters)
    for await (const page of readMessages(context, filter))
      for (const message of page)
        for (const part of messageParts(message)) {
          collectors.get(String(message.ticket))?.add(part);
          await pace();
        }
  return collectors;
}

interface Packed {
  ticket: SearchedTicket;
  before: SearchPackDoc | undefined;
  hashes: Buffer;
  size: number;
}

/** Undefined when the customer was erased. */
async function packTicket(
  context: Context,
  ticket: SearchedTicket,
  collector: Collector,
  known: KnownPack | undefined,
): Promise<Packed | undefined> {
  const found: Hash[][] = [];
  for (const hashes of collector.hashes(hasherOf(context), ticket.language)) {
    found.push(hashes);
    const pause = pace();
    if (pause) await pause;
  }
  if (!context.vault.hasKey(String(ticket.customer))) return undefined;
  const packed = pack(found.flat(), known?.packed);
  const hashes = sealPack(context.vault, ticket.customer, ticket._id, packed);
  return { ticket, before: known?.doc, hashes, size: sizeOf(packed) };
}

/** New positions in the order of the tickets. A pack that went meanwhile stays gone: its ticket was forgotten. */
async function write(context: Context, packed: Packed[], gone: Types.ObjectId[], end: number): Promise<void> {
  const first = packed.length > 0 ? await nextNumbers(context, 'search', packed.length) : 0;
  const writes = packed.map(({ ticket, before, hashes, size }, i): Write => {
    const fields = { customer: ticket.customer, position: first + i, size, hashes };
    if (!before) return { insertOne: { document: { _id: ticket._id, earlier: [], ...fields } } };
    const inBlock = before.position < end ? { $push: { earlier: before.position } } : {};
    return {
      updateOne: { filter: { _id: ticket._id, position: before.position }, update: { $set: fields, ...inBlock } },
    };
  });
  if (gone.length > 0) writes.push({ deleteMany: { filter: { _id: { $in: gone } } } });
  if (writes.length > 0)
    await SearchPacks(context).collection.bulkWrite(writes as never, { ordered: true, ...RELAXED });
  makeStale(context);
}
