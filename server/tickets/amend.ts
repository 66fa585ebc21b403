import { deleteFile } from '../attachments/files.ts';
import type { Context } from '../context.ts';
import { sanitize } from '../http/sanitize.ts';
import { sealed } from '../vault/sealed.ts';
import { change } from './advance.ts';
import { awake } from './awake.ts';
import type { InboundMessage } from './envelopes.ts';
import { receivedAs } from './external.ts';
import { ticketById } from './find.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { filesOf } from './upload.ts';
import { addedFiles } from './added-files.ts';
import { snippetOf } from './snippet.ts';
import { writtenOf } from './written.ts';

export interface Amended {
  ticket: TicketDoc;
  message: MessageDoc;
}

/**
 * A customer has changed (`edit`) or taken back (`delete`) what they wrote. What was there first stays beside it after
 * an edit, and nothing does after a deletion. Undefined when that message is not here. `origin`: the hex id of the ledger's
 * item. Safe to run again.
 */
export async function amend(context: Context, inbound: InboundMessage, origin: string): Promise<Amended | undefined> {
  const message = inbound.target ? await receivedAs(context, inbound.target) : undefined;
  // Who may change it on the channel is the channel's affair; but nobody changes what somebody else has written.
  if (!message || message.from !== inbound.from.value) return undefined;
  const ticket = await ticketById(context, String(message.ticket));
  if (message.deletedAt || message.redacted?.what === 'all') return { ticket, message };
  if (inbound.kind === 'delete') await takeBack(context, message);
  else if (!(await rewrite(context, message, inbound, origin))) return { ticket, message };
  await follow(context, ticket, message);
  return { ticket, message };
}

/** False when nothing is changed by it: it came again, or later than a further change. */
async function rewrite(
  context: Context,
  message: MessageDoc,
  inbound: InboundMessage,
  origin: string,
): Promise<boolean> {
  const editedAt = inbound.sentAt ?? context.clock.now();
  if (message.editedAt && message.editedAt > editedAt) return false;
  const added = await addedFiles(context, message, inbound, origin);
  const says = saysOtherwise(message, inbound);
  if (!says && added.length === 0) return false;
  const words: Partial<MessageDoc> = says ? wordsOf(message, inbound) : {};
  const { attachments, files } = filesOf([...message.attachments, ...added]);
  const { folds } = inbound;
  await write(context, message, {
    $set: {
      ...sealedFor(context, message, { ...words, attachments }),
      editedAt,
      ...(files ? { files } : {}),
      ...(says && folds ? { folds } : {}),
    },
    $unset: says ? { ...(words.html ? {} : { html: 1 }), ...(folds ? {} : { folds: 1 }) } : {},
  });
  Object.assign(message, words, { editedAt, attachments }, says ? { folds } : {});
  return true;
}

/** One of several parts says nothing of the words that came with another one. */
const saysOtherwise = (message: MessageDoc, { text, part }: InboundMessage): boolean =>
  message.text !== text && !(part && text === '');

function wordsOf(message: MessageDoc, inbound: InboundMessage): Pick<MessageDoc, 'text' | 'original' | 'html'> {
  const html = inbound.html && (inbound.htmlIsSafe ? inbound.html : sanitize(inbound.html));
  return { text: inbound.text, original: message.original ?? message.text, ...(html ? { html } : {}) };
}

/** Bytes first: once the message does not name them any more, nothing finds them. */
async function takeBack(context: Context, message: MessageDoc): Promise<void> {
  for (const file of message.files ?? []) await deleteFile(context, 'attachments', file);
  const gone = { text: '', attachments: [], deletedAt: context.clock.now() };
  await write(context, message, { $set: gone, $unset: { html: 1, folds: 1, files: 1, original: 1 } });
  Object.assign(message, gone);
}

/** The list shows the words as they are now; and what is changed after it was answered may need another answer. */
async function follow(
  context: Context,
  ticket: TicketDoc,
  { _id, n, text, folds, deletedAt }: MessageDoc,
): Promise<void> {
  const last = await Messages(context)
    .findOne({ ticket: ticket._id, direction: { $in: ['in', 'out'] } }, { n: 1 })
    .sort({ n: -1 })
    .lean<MessageDoc>();
  const { status } = ticket;
  const wakes = !deletedAt && !ticket.spam && !ticket.merged && status !== 'new';
  const changed = await change(context, ticket, (now) => ({
    ...(last?.n === n ? { snippet: snippetOf(writtenOf(text, folds)) } : {}),
    ...(wakes ? awake(context, now) : {}),
  }));
  const id = String(ticket._id);
  await context.events.emit('message.changed', { ticket: id, message: String(_id) });
  const fields = changed && changed.status !== status ? ['status', 'waitingSince', 'snippet'] : ['snippet'];
  await context.events.emit('ticket.changed', { ticket: id, fields, by: { kind: 'customer' } });
}

const sealedFor = (context: Context, { customer, _id }: MessageDoc, fields: Partial<MessageDoc>) =>
  sealed(context, Messages, String(customer), _id, fields);

async function write(context: Context, { _id }: MessageDoc, update: { $set: object; $unset: object }): Promise<void> {
  const { $set, $unset } = update;
  const all = Object.keys($unset).length > 0 ? { $set, $unset } : { $set };
  await Messages(context).collection.updateOne({ _id }, all as never);
}
