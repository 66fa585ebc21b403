import type { Schema, Types } from 'mongoose';
import { deleteFile } from '../../attachments/files.ts';
import type { Context } from '../../context.ts';
import { Callbacks } from '../../callbacks/model.ts';
import { Intake } from '../../intake/model.ts';
import { dropContentOf } from '../../intake/raw.ts';
import { Repairs } from '../../repairs/model.ts';
import { models } from '../../store/register.ts';
import { Messages, type MessageDoc } from '../../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../tickets/model.ts';
import { forgetTickets } from '../../tickets/search/forget.ts';
import { Uploads } from '../../tickets/upload-model.ts';
import { isHeld } from '../holds/hold.ts';
import { isOwned } from '../kinds.ts';
import { cutoffOf, ENDED, STRIPPED } from './age.ts';
import type { RetentionWish } from './model.ts';

type Facts = Pick<MessageDoc, '_id' | 'ticket' | 'files' | 'intake' | 'direction' | 'delivery' | 'redacted'>;
export interface Removed {
  messages: number;
  files: number;
}

/**
 * Takes what a rule takes of one ticket: its files with the raw items that hold them, or all that was written. What is
 * counted stays: kind, times, who worked on it. The mark comes last, so that whoever dies meanwhile has it done again.
 * Undefined when the ticket is not due (any more).
 */
export async function redactTicket(
  context: Context,
  id: Types.ObjectId,
  rule: RetentionWish & { act: 'files' | 'redact' },
  at: Date,
): Promise<Removed | undefined> {
  const due = { _id: id, status: { $in: [...ENDED] }, activityAt: { $lte: cutoffOf(rule, at) }, erased: { $ne: true } };
  const ticket = await Tickets(context).findOne(due).lean<TicketDoc>();
  if (!ticket || (await isHeld(context, [ticket._id, ticket.customer]))) return undefined;
  const messages = await messagesOf(context, ticket);
  // Something is still to go out.
  if (messages.some(({ delivery }) => delivery?.state === 'pending')) return undefined;
  const what = rule.act === 'redact' ? ('all' as const) : ('files' as const);
  const meant = messages.filter(
    ({ redacted, direction, files = [] }) =>
      redacted?.what !== 'all' && (what === 'all' ? direction !== 'event' : files.length > 0),
  );
  for (const message of meant) await redactMessage(context, message, what);
  await dropBegun(context, ticket._id, what);
  await forgetTickets(context, [ticket._id]);
  if (!(await mark(context, ticket, rule.act))) return undefined;
  const by = { kind: 'system' as const };
  await context.events.emit('ticket.changed', { ticket: String(ticket._id), fields: ['redacted'], by });
  return { messages: meant.length, files: meant.reduce((sum, { files = [] }) => sum + files.length, 0) };
}

const messagesOf = (context: Context, { _id, messages }: TicketDoc): Promise<Facts[]> =>
  Messages(context)
    .find(
      { ticket: _id, n: { $lte: messages } },
      { ticket: 1, files: 1, intake: 1, direction: 1, delivery: 1, redacted: 1 },
    )
    .lean<Facts[]>();

/** Words of and about people. The names under what the desk wrote are its own. */
const WORDS = [
  'html',
  'folds',
  'choices',
  'form',
  'failure',
  'subject',
  'from',
  'to',
  'alsoTo',
  'cc',
  'bcc',
  'original',
  'group',
];
const IDS = ['externalId', 'sentId', 'sentParts', 'externalHashes'];
const unset = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 1]));

/** Bytes first: once the message does not name them any more, nothing finds them. */
async function redactMessage(context: Context, message: Facts, what: 'files' | 'all'): Promise<void> {
  const { _id, files = [], intake, direction } = message;
  for (const file of files) await deleteFile(context, 'attachments', file);
  if (intake) await dropContentOf(context, message);
  const gone = what === 'all' ? [...WORDS, ...IDS, 'files', ...(direction === 'in' ? ['authorName'] : [])] : ['files'];
  const redacted = { what, at: context.clock.now(), files: files.length + (message.redacted?.files ?? 0) };
  await Messages(context).collection.updateOne(
    { _id },
    { $set: { attachments: [], redacted, ...(what === 'all' ? { text: '' } : {}) }, $unset: unset(gone) as never },
  );
}

/** Redacted one by one; the ledger, which knows what comes again. */
const STAYS = new Set([Messages, Uploads, Intake].map(({ modelName }) => modelName));

/** What has no files: it goes with what was written of it. */
const WORDS_ONLY = new Set([Repairs, Callbacks].map(({ modelName }) => modelName));

/** Drafts, files in no message, what the assistant remembers: nobody goes on with it on a ticket that has ended. */
async function dropBegun(context: Context, ticket: Types.ObjectId, what: 'files' | 'all'): Promise<void> {
  for (const { _id } of await Uploads(context).find({ ticket }, { _id: 1 }).lean()) {
    await deleteFile(context, 'attachments', _id);
    await Uploads(context).deleteOne({ _id });
  }
  const own = models.filter(({ schema }) => isOwned(schema as Schema) && (schema as Schema).path('ticket'));
  for (const model of own)
    if (!STAYS.has(model.modelName) && (what === 'all' || !WORDS_ONLY.has(model.modelName)))
      await model(context).collection.deleteMany({ ticket } as never);
}

/** False when something has happened on the ticket meanwhile: it will be old enough another time. */
async function mark(context: Context, ticket: TicketDoc, act: 'files' | 'redact'): Promise<boolean> {
  const all = act === 'redact';
  const redacted = { what: all ? 'all' : 'files', at: context.clock.now() };
  const { matchedCount } = await Tickets(context).collection.updateOne(
    { _id: ticket._id, customer: ticket.customer, activityAt: ticket.activityAt, status: ticket.status },
    {
      $set: {
        stripped: STRIPPED[act],
        redacted,
        ...(all ? { subject: '', snippet: '', fields: {}, course: [], bought: [] } : {}),
      } as never,
      $unset: { drafts: 1, ...(all ? { participants: 1 } : {}) } as never,
    },
  );
  return matchedCount > 0;
}
