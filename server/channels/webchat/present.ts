import type { Context } from '../../context.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { filePath } from '../files.ts';
import type { VisitorAttachment, VisitorMessage } from './schema.ts';

/**
 * A message as its visitor sees it; undefined for what is not theirs to see: notes, messages that are deleted or
 * redacted, what was said by mail, and every event line but the hand-over.
 */
export function presentToVisitor(context: Context, doc: MessageDoc): VisitorMessage | undefined {
  if (doc.deletedAt || doc.redacted?.what === 'all') return undefined;
  if (isByMail(doc)) return undefined;
  if (doc.direction === 'in') return { ...common(context, doc), from: 'visitor', name: '', clientId: doc.externalId };
  if (doc.direction === 'out')
    return {
      ...common(context, doc),
      from: authorOf(doc),
      name: doc.author.kind === 'agent' ? (doc.authorName ?? '') : '',
      ...(doc.choices?.length ? { choices: doc.choices.map(({ id, label }) => ({ id, label })) } : {}),
    };
  if (doc.direction === 'event' && doc.event?.kind === 'handover')
    return { ...common(context, doc), text: '', from: 'system', name: '', attachments: [], line: 'handover' };
  return undefined;
}

/**
 * A chat can go on by e-mail, with whoever reads at the address that was left there: what is written by mail, and the
 * answers to it, are theirs. An answer that went by mail because its reader had left the chat is still the chat's.
 */
const isByMail = ({ direction, from, delivery }: MessageDoc): boolean =>
  direction === 'in'
    ? from?.includes('@') === true
    : direction === 'out' && delivery?.channel === 'email' && delivery.instead !== 'webchat';

const authorOf = (doc: MessageDoc): 'agent' | 'assistant' | 'system' =>
  doc.author.kind === 'agent' || doc.author.kind === 'assistant' ? doc.author.kind : 'system';

const common = (context: Context, doc: MessageDoc) => ({
  id: String(doc._id),
  n: doc.n,
  at: doc.at.toISOString(),
  text: doc.text ?? '',
  attachments: (doc.attachments ?? []).filter((a) => !a.cid).map((a) => attachment(context, doc, a)),
});

const attachment = (
  context: Context,
  doc: MessageDoc,
  { id, name, type, size }: MessageDoc['attachments'][number],
): VisitorAttachment => ({
  name,
  type,
  size,
  url: filePath(context, String(doc._id), id),
});
