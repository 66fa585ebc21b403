import type { Context } from '../context.ts';
import { readAttachment, storeAttachment } from '../attachments/store.ts';
import type { InboundMessage } from './envelopes.ts';
import type { MessageAttachment, MessageDoc } from './message-model.ts';

/**
 * The files of an edit that its message does not have yet: they stand beside those that were there, so that nothing that
 * was seen is gone. Safe to run again with the same `origin`.
 */
export async function addedFiles(
  context: Context,
  message: MessageDoc,
  { attachments }: Pick<InboundMessage, 'attachments'>,
  origin: string,
): Promise<MessageAttachment[]> {
  const owner = String(message.customer);
  const known = new Set(message.attachments.map(({ id }) => id));
  const added: MessageAttachment[] = [];
  for (const [at, file] of attachments.entries()) {
    if (await isThere(context, message, file.content)) continue;
    const stored = await storeAttachment(context, owner, file, `${origin}/${at}`);
    if (!known.has(stored.id)) added.push(stored);
  }
  return added;
}

/** Only what is as long is read. */
async function isThere(context: Context, message: MessageDoc, content: Uint8Array): Promise<boolean> {
  for (const { id, size } of message.attachments) {
    if (size !== content.length) continue;
    const kept = await readAttachment(context, String(message.customer), id).catch(() => undefined);
    if (kept?.equals(content)) return true;
  }
  return false;
}
