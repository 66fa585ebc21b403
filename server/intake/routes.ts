import { Types } from 'mongoose';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { sendStream } from '../http/file.ts';
import { typed } from '../http/route.ts';
import { Tickets } from '../tickets/model.ts';
import { listIntake, summary } from './list.ts';
import { Intake, type IntakeDoc } from './model.ts';
import { isDropped, openNote, openReason, openSource } from './raw.ts';
import { replay } from './replay.ts';
import { IntakeList, IntakeParams, IntakeQuery, IntakeSummary, IntakeView, SummaryQuery } from './schema.ts';

/** The ledger: every inbound item with its outcome, its raw source, and another try. */
export function intakeRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/intake',
    { config: { policy: 'intake.read' }, schema: { querystring: IntakeQuery, response: { 200: IntakeList } } },
    async (request) => {
      const { items, next } = await listIntake(context, request.query);
      return { items: await presentIntake(context, items), next };
    },
  );
  typed(app).get(
    '/api/v1/intake/summary',
    { config: { policy: 'intake.read' }, schema: { querystring: SummaryQuery, response: { 200: IntakeSummary } } },
    (request) => summary(context, request.query.account),
  );
  typed(app).get(
    '/api/v1/intake/:id/source',
    { config: { policy: 'intake.read' }, schema: { params: IntakeParams } },
    async (request, reply) => {
      const item = await loadItem(context, request.params.id);
      const pieces = isDropped(item) ? fail('erased') : openSource(context, item);
      return await sendStream(reply, { name: 'source.eml', type: 'text/plain', size: item.size, pieces });
    },
  );
  typed(app).post(
    '/api/v1/intake/:id/replay',
    { config: { policy: 'intake.replay' }, schema: { params: IntakeParams, response: { 200: IntakeView } } },
    async (request) => {
      await replay(context, await loadItem(context, request.params.id));
      const [view] = await presentIntake(context, [await loadItem(context, request.params.id)]);
      return view ?? fail('not-found');
    },
  );
}

async function loadItem(context: Context, id: string): Promise<IntakeDoc> {
  const doc = await Intake(context).findById(new Types.ObjectId(id)).lean<IntakeDoc>();
  return doc ?? fail('not-found');
}

async function presentIntake(context: Context, docs: IntakeDoc[]): Promise<IntakeView[]> {
  const ids = docs.flatMap((doc) => (doc.ticket ? [doc.ticket] : []));
  const numbers = ids.length > 0 ? await numbersOf(context, ids) : new Map<string, number>();
  return docs.map((doc) => ({
    id: String(doc._id),
    channel: doc.channel,
    account: doc.account,
    receivedAt: doc.receivedAt.toISOString(),
    size: doc.size,
    ...openWords(context, doc),
    outcome: doc.outcome,
    repeats: doc.repeats ?? 0,
    ticket: doc.ticket ? (numbers.get(String(doc.ticket)) ?? null) : null,
    settled: doc.settled,
  }));
}

/** What is sealed of an item; nothing where it was erased, or damaged. */
function openWords(context: Context, doc: IntakeDoc): Pick<IntakeView, 'sha256' | 'reason'> {
  try {
    return { sha256: openNote(context, doc).sha256, reason: openReason(context, doc) };
  } catch {
    return { sha256: '', reason: null };
  }
}

async function numbersOf(context: Context, ids: Types.ObjectId[]): Promise<Map<string, number>> {
  const tickets = await Tickets(context)
    .find({ _id: { $in: ids } }, { number: 1 })
    .lean<{ _id: unknown; number: number }[]>();
  return new Map(tickets.map((ticket) => [String(ticket._id), ticket.number]));
}
