import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { NamedActor } from '../tickets/event.ts';
import { listTickets } from '../tickets/list.ts';
import { Tickets } from '../tickets/model.ts';
import { BulkItems, BulkJobs, type BulkItemDoc, type BulkJobDoc } from './model.ts';
import type { BulkBody } from './schema.ts';

/** More at once than anybody means. */
export const MOST = 10_000;
const PAGE = 200;

/**
 * Notes which tickets are to be changed, then the job, which begins with that. Fails `unprocessable` without tickets
 * and `too-large` with more than 10,000.
 */
export async function startBulk(context: Context, body: BulkBody, by: NamedActor): Promise<BulkJobDoc> {
  if ((body.numbers === undefined) === (body.query === undefined)) fail('bad-request', 'Give numbers, or a query.');
  const { assignee, snooze } = body.acts;
  if (assignee === 'me' && !by.id) fail('forbidden');
  if (snooze && !(new Date(snooze) > context.clock.now())) fail('unprocessable', 'The time must lie in the future.');
  const tickets = body.numbers ? await withNumbers(context, body.numbers) : await found(context, body.query, by.id);
  if (tickets.length === 0) fail('unprocessable', 'There is no such ticket.');
  const createdAt = context.clock.now();
  const job: BulkJobDoc = {
    ...{ _id: new Types.ObjectId(), by, acts: body.acts, state: 'running', total: tickets.length },
    ...{ done: 0, failed: 0, restored: 0, left: 0, createdAt },
  };
  const items = tickets.map((ticket): BulkItemDoc => ({
    _id: new Types.ObjectId(),
    job: job._id,
    ticket,
    state: 'waiting',
    createdAt,
  }));
  await BulkItems(context).collection.insertMany(items as never);
  await BulkJobs(context).collection.insertOne(job as never);
  return job;
}

async function withNumbers(context: Context, numbers: number[]): Promise<Types.ObjectId[]> {
  const docs = await Tickets(context)
    .find({ number: { $in: numbers } }, { _id: 1, number: 1 })
    .lean();
  return docs.map(({ _id }) => _id);
}

/** What a list shows, page by page: what comes meanwhile is not meant. */
async function found(context: Context, query: BulkBody['query'], me: string | undefined): Promise<Types.ObjectId[]> {
  const ids = new Map<string, Types.ObjectId>();
  let after: string | undefined;
  do {
    const page = await listTickets(context, { ...query, ...(after ? { after } : {}), limit: PAGE }, me);
    for (const { _id } of page.tickets) ids.set(String(_id), _id);
    if (ids.size > MOST) fail('too-large', `A bulk change takes at most ${MOST} tickets.`);
    after = page.next ?? undefined;
  } while (after);
  return [...ids.values()];
}
