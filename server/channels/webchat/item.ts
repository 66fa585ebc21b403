import type { InboundAttachment } from '../../tickets/envelopes.ts';
import type { Said } from './schema.ts';

/** A chat message as it stands in the ledger: one line of JSON, then the bytes of its files one after the other. */
export interface ChatItem {
  v: 1;
  visitor: string;
  /** Set when the name and address are proved. */
  proved?: true;
  said: Said;
  files: { name: string; type: string; size: number }[];
}

export interface UploadedFile {
  name: string;
  type: string;
  content: Buffer;
}

/** The raw bytes of a message. JSON text holds no line feed of its own, so the first one ends it. */
export function writeItem(
  { visitor, proved }: { visitor: string; proved: unknown },
  said: Said,
  files: UploadedFile[] = [],
): Buffer {
  const head: ChatItem = {
    v: 1,
    visitor,
    ...(proved ? { proved: true } : {}),
    said,
    files: files.map(({ name, type, content }) => ({ name, type, size: content.length })),
  };
  if (files.length === 0) return Buffer.from(JSON.stringify(head));
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...files.map((f) => f.content)]);
}

/** Reads what writeItem wrote; throws when the bytes are something else or the lengths don't agree. */
export function readItem(raw: Buffer): ChatItem & { attachments: InboundAttachment[] } {
  const end = raw.indexOf(0x0a);
  const head = JSON.parse(raw.toString('utf8', 0, end < 0 ? raw.length : end)) as ChatItem;
  if (head.v !== 1 || typeof head.visitor !== 'string' || typeof head.said?.text !== 'string')
    throw new Error('not a chat message');
  let at = end < 0 ? raw.length : end + 1;
  const attachments = head.files.map(({ name, type, size }) => ({
    name,
    type,
    content: raw.subarray(at, (at += size)),
  }));
  if (at !== raw.length) throw new Error('the files are not as long as they say');
  return { ...head, attachments };
}
