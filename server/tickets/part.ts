import type { Context } from '../context.ts';
import { opened, sealed } from '../vault/sealed.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import { filesOf } from './upload.ts';

/** Under which name the parts of one message find each other within their ticket. */
export const partName = ({ vault }: Pick<Context, 'vault'>, part: string): string => `part-${vault.hash('part', part)}`;

/**
 * Adds a further part, made as a message of its own, to the message that has begun: its files, its ids and, where there
 * are none yet, its words. Undefined when it is the first part. The same part again changes nothing.
 */
export async function joinPart(context: Context, part: MessageDoc): Promise<MessageDoc | undefined> {
  const { ticket, clientId, customer } = part;
  if (clientId === undefined) return undefined;
  for (;;) {
    const doc = await Messages(context).findOne({ ticket, clientId }).lean<MessageDoc>();
    if (!doc) return undefined;
    const begun = opened(context, Messages, doc);
    const known = new Set(begun.attachments.map(({ id }) => id));
    const added = part.attachments.filter(({ id }) => !known.has(id));
    const words = begun.text === '' && part.text !== '' ? { text: part.text, html: part.html } : {};
    const missing = part.missing && !begun.missing ? { missing: true } : {};
    const changes = added.length + Object.keys({ ...words, ...missing }).length;
    if (begun.deletedAt || changes === 0) return begun;
    const { attachments, files } = filesOf([...begun.attachments, ...added]);
    const set = sealed(context, Messages, String(customer), begun._id, { ...words, attachments });
    // Of two parts at once the second looks again.
    const { matchedCount } = await Messages(context).collection.updateOne(
      { _id: begun._id, ...asRead(doc) } as never,
      {
        $set: { ...set, ...missing, ...(files ? { files } : {}) },
        $addToSet: { externalHashes: { $each: part.externalHashes ?? [] } },
      } as never,
    );
    if (matchedCount > 0) return { ...begun, ...words, attachments };
  }
}

const asRead = ({ files }: MessageDoc) => (files?.length ? { files: { $size: files.length } } : { files: null });
