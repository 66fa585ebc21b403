import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Context } from '../../server/context.ts';
import { identityHash } from '../../server/customers/identity.ts';
import { Customers, type CustomerDoc } from '../../server/customers/model.ts';
import { Counters } from '../../server/counter.ts';
import { Messages, type MessageDoc } from '../../server/tickets/message-model.ts';
import { Tickets, type Status, type TicketDoc } from '../../server/tickets/model.ts';
import { askAnew } from '../../server/tickets/search/marks.ts';
import { SearchMarks, SearchPacks } from '../../server/tickets/search/model.ts';
import { snippetOf } from '../../server/tickets/snippet.ts';
import { sealed } from '../../server/vault/sealed.ts';
import { locate, type Corpus, type CorpusTicket } from './work.ts';

/** `node test/bench/seed.ts DATA_DIR N`: N tickets of the corpus through the store, all indexes there, all sealed. */
const BATCH = 500;
const BATCHES_AT_ONCE = 4;

/** Tickets and their messages and customers, in batches; customers are one for each ticket or fewer. */
export async function seed(context: Context, corpus: Corpus, n: number): Promise<void> {
  const known = new Map<string, Types.ObjectId>();
  const starts = Array.from({ length: Math.ceil(n / BATCH) }, (_, i) => i * BATCH);
  while (starts.length > 0)
    await Promise.all(
      starts.splice(0, BATCHES_AT_ONCE).map((from) => seedBatch(context, corpus, known, from, Math.min(n, from + BATCH))),
    );
  await Counters(context).updateOne({ _id: 'tickets' }, { $set: { value: n } }, { upsert: true });
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
  const sources = Array.from({ length: to - from }, (_, k) => corpus.ticket(from + k));
  const fresh = new Map(sources.filter((s) => !known.has(s.customer.email)).map((s) => [s.customer.email, s]));
  for (const email of fresh.keys()) known.set(email, new Types.ObjectId());
  await context.vault.createKeys([...fresh.keys()].map((email) => String(known.get(email))));
  for (const [email, source] of fresh) customers.push(customerOf(context, source, known.get(email)));
  sources.forEach((source, k) => {
    const ticket = ticketOf(context, source, from + k, known.get(source.customer.email) as Types.ObjectId);
    tickets.push(ticket);
    messages.push(...source.messages.map((_, m) => messageOf(context, source, ticket, m)));
  });
  if (customers.length > 0) await Customers(context).collection.insertMany(customers as never);
  await Tickets(context).collection.insertMany(tickets as never);
  await Messages(context).collection.insertMany(messages as never);
}

function customerOf(context: Context, { customer }: CorpusTicket, _id = new Types.ObjectId()): CustomerDoc {
  const hash = identityHash(context, { kind: 'email', value: customer.email });
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

function ticketOf(context: Context, source: CorpusTicket, i: number, customer: Types.ObjectId): TicketDoc {
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

function messageOf(context: Context, source: CorpusTicket, ticket: TicketDoc, k: number): MessageDoc {
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
  await seed(app.context, (await locate()).corpus, Number(n));
  if (process.argv.includes('--search')) await indexSeeded(app.context, Number(n));
  await app.close();
}
