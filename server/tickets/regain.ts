import type { Context } from '../context.ts';
import { sealed } from '../vault/sealed.ts';
import { addedFiles } from './added-files.ts';
import type { InboundMessage } from './envelopes.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import { filesOf } from './upload.ts';

/** What an item said before, and says with the files that were had since. */
export interface Regained {
  before: InboundMessage;
  after: InboundMessage;
  /** Hex id of the ledger's item. */
  origin: string;
}

/** Files that were missing stand in their message, and the lines that told so are gone. Safe to run again. */
export async function regain(
  context: Context,
  message: MessageDoc,
  { before, after, origin }: Regained,
): Promise<void> {
  const added = await addedFiles(context, message, after, origin);
  const { attachments, files } = filesOf([...message.attachments, ...added]);
  const text = withoutLines(message.text, before.text.split('\n'), after.text.split('\n'));
  const set = sealed(context, Messages, String(message.customer), message._id, { attachments, text });
  const $set = { ...set, ...(files ? { files } : {}) };
  await Messages(context).collection.updateOne({ _id: message._id }, { $set } as never);
  Object.assign(message, { attachments, text });
}

/** Without the lines that were there before and are not any more; the customer may have changed the others. */
function withoutLines(text: string, before: string[], after: string[]): string {
  const gone = before.filter((line) => !after.includes(line));
  return text
    .split('\n')
    .filter((line) => !gone.includes(line))
    .join('\n');
}

/** None of its files is missing any more. */
export async function markWhole(context: Context, message: MessageDoc): Promise<void> {
  await Messages(context).collection.updateOne({ _id: message._id }, { $unset: { missing: 1 } } as never);
  delete message.missing;
}
