import { Types } from 'mongoose';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Context } from '../../server/context.ts';
import { Counters } from '../../server/counter.ts';
import { identityHash } from '../../server/customers/identity.ts';
import { Customers, type CustomerDoc } from '../../server/customers/model.ts';
import { countedAnew } from '../../server/sla/deadlines.ts';
import { Messages, type MessageDoc } from '../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../server/tickets/model.ts';
import { askAnew } from '../../server/tickets/search/marks.ts';
import { SearchMarks, SearchPacks } from '../../server/tickets/search/model.ts';
import { customerOf, messageOf, ticketOf } from './seed-documents.ts';
import { locate, type Corpus, type CorpusTicket } from './work.ts';

/**
 * `node test/bench/seed.ts DATA_DIR N [--long=M] [--search] [--progress]`: N tickets of the corpus through the store,
 * all indexes there, all sealed; above them M of 500 messages. Goes on after those that are there already.
 */
const BATCH = 500;
const BATCHES_AT_ONCE = 4;
/** After so many tickets it is known how far one is. */
const STRETCH = 20_000;
/** After the last message of the corpus. */
const NEWEST = 1_790_000_000_000 + 86_400_000;

/** Tickets and their messages and customers, in batches; several tickets may be of one customer. */
export async function seed(context: Context, corpus: Corpus, n: number, tell?: (done: number) => void): Promise<void> {
  const there = (await Counters(context).findById('tickets').lean())?.value ?? 0;
  const known = there > 0 ? await knownCustomers(context) : new Map<string, Types.ObjectId>();
  for (let from = there; from < n; from += STRETCH) {
    const to = Math.min(n, from + STRETCH);
    const starts = Array.from({ length: Math.ceil((to - from) / BATCH) }, (_, i) => from + i * BATCH);
    // Sealing here and storing in the store's thread go on at the same time.
    const work = async () => {
      for (let at = starts.shift(); at !== undefined; at = starts.shift())
        await seedBatch(context, corpus, known, at, Math.min(to, at + BATCH));
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
    await Counters(context).updateOne({ _id: 'tickets' }, { $set: { value: to } }, { upsert: true });
    tell?.(to);
  }
}

async function knownCustomers(context: Context): Promise<Map<string, Types.ObjectId>> {
  const known = new Map<string, Types.ObjectId>();
  for await (const { _id, identities } of Customers(context).find({}, { identities: 1 }).lean().cursor())
    for (const { hash } of identities) known.set(hash, _id);
  return known;
}

async function seedBatch(
  context: Context,
  corpus: Corpus,
  known: Map<string, Types.ObjectId>,
  from: number,
  to: number,
): Promise<void> {
  const customers: CustomerDoc[] = [];
  const tickets: TicketDoc[] = [];
  const messages: MessageDoc[] = [];
  const sources = Array.from({ length: to - from }, (_, k) => {
    const source = corpus.ticket(from + k);
    return { source, hash: identityHash(context, { kind: 'email', value: source.customer.email }) };
  });
  const fresh = new Map(sources.filter(({ hash }) => !known.has(hash)).map(({ source, hash }) => [hash, source]));
  for (const hash of fresh.keys()) known.set(hash, new Types.ObjectId());
  await context.vault.createKeys([...fresh.keys()].map((hash) => String(known.get(hash))));
  for (const [hash, source] of fresh)
    customers.push(customerOf(context, source, hash, known.get(hash) as Types.ObjectId));
  for (const [k, { source, hash }] of sources.entries()) {
    const ticket = ticketOf(context, source, from + k, known.get(hash) as Types.ObjectId);
    tickets.push({ ...ticket, ...(await countedAnew(context, ticket)) });
    messages.push(...source.messages.map((_, m) => messageOf(context, source, ticket, m)));
  }
  if (customers.length > 0) await Customers(context).collection.insertMany(customers as never);
  await Tickets(context).collection.insertMany(tickets as never);
  await Messages(context).collection.insertMany(messages as never);
}

/** The corpus with tickets of 500 messages from number n on, newer than all others. */
function withLong(corpus: Corpus, n: number): Corpus {
  const long = (i: number): CorpusTicket => {
    const ticket = corpus.ticket(i);
    const texts = Array.from({ length: 500 }, (_, k) => corpus.ticket(k).messages[0]?.text ?? '');
    const at = (k: number) => NEWEST + i * 60_000 - (500 - k) * 600_000;
    const messages = texts.map((text, k) => ({ direction: k % 2 ? ('out' as const) : ('in' as const), at: at(k), text }));
    return { ...ticket, status: 'open', messages };
  };
  return { ...corpus, ticket: (i, options) => (i < n ? corpus.ticket(i, options) : long(i)) };
}

/** Has the running search take in everything that was seeded; resolves when it has. */
export async function indexSeeded(context: Context, n: number): Promise<void> {
  await askAnew(context);
  const packed = async () =>
    (await SearchMarks(context).countDocuments()) === 0 ? await SearchPacks(context).countDocuments() : 0;
  while ((await packed()) < n) await new Promise((resolve) => setTimeout(resolve, 100));
}

if (import.meta.main) {
  const [dataDir = '', n = '1000'] = process.argv.slice(2);
  const app = await buildApp(readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' }));
  const told = process.argv.includes('--progress');
  const tell = (done: number) => told && process.stdout.write(`  ${done.toLocaleString('en')} tickets\n`);
  const long = Number(/^--long=(\d+)$/.exec(process.argv.find((word) => word.startsWith('--long')) ?? '')?.[1] ?? 0);
  await seed(app.context, withLong((await locate()).corpus, Number(n)), Number(n) + long, tell);
  if (process.argv.includes('--search')) await indexSeeded(app.context, Number(n));
  await app.close();
}
