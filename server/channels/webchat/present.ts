import type { Context } from '../../context.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { filePath } from '../files.ts';
import type { VisitorAttachment, VisitorMessage } from './schema.ts';

/**
 * A message as its visitor sees it; undefined for what is not theirs to see: notes, messages that are deleted or redacted and every event
 * line but the hand-over.
 */
export function presentToVisitor(context: Context, doc: MessageDoc): VisitorMessage | undefined {
  if (doc.deletedAt || doc.redacted?.what === 'all') return undefined;
  // What was written by mail, by whomever, was not said here.
  if (doc.direction === 'in' && doc.from?.includes('@')) return undefined;
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
