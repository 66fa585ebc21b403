import type { Context } from '../context.ts';
import type { Quoted } from '../tickets/envelopes.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { writtenByThem } from '../tickets/ways.ts';
import { writtenOf } from '../tickets/written.ts';
import { opened } from '../vault/sealed.ts';

/** What an answer may refer to: by mail, only what was a mail. Who wrote it may be erased meanwhile. */
export function referenceOf(context: Context, doc: MessageDoc, channel: string | undefined): string[] {
  const { direction, externalId } = opened(context, Messages, doc);
  return direction !== 'event' && externalId && (channel !== 'email' || externalId.includes('@')) ? [externalId] : [];
}

/** Nothing of another sender's is told to those who are on the thread. */
export async function quotedIn(context: Context, { ticket, n, to }: MessageDoc): Promise<Quoted | undefined> {
  const doc = await Messages(context)
    .findOne({ ...writtenByThem(ticket), n: { $lt: n } })
    .sort({ n: -1 })
    .lean<MessageDoc>();
  if (!doc || doc.deletedAt) return undefined;
  const { text, folds, authorName, from, at, damaged } = opened(context, Messages, doc);
  const written = damaged ? '' : writtenOf(text, folds);
  // What a chat knows its visitor by is no name: it was whom the answer goes to now.
  const address = from?.includes('@') ? from : to;
  return written === '' ? undefined : { by: authorName || address || '', at, text: written };
}
