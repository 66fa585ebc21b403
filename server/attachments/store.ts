import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { MessageAttachment } from '../tickets/message-model.ts';
import { readFile, writeFile } from './files.ts';

export interface NewAttachment {
  name: string;
  type: string;
  content: Uint8Array;
  cid?: string;
}

/** Bytes of one file at most; mail and uploads are capped before. */
export const MAX_FILE_BYTES = 25_000_000;
const BUCKET = 'attachments';

/**
 * Stores a file sealed for its owner. With `origin` (intake id and place, say) the id is always the same, so that a
 * re-run after a crash stores it once, and the origin's own end makes it durable.
 */
export async function storeAttachment(
  context: Context,
  owner: string,
  file: NewAttachment,
  origin?: string,
): Promise<MessageAttachment> {
  const id = origin ? idFrom(origin) : new Types.ObjectId();
  const hex = id.toHexString();
  await writeFile(
    context,
    BUCKET,
    id,
    context.vault.seal(owner, `attachment/${hex}`, file.content),
    origin !== undefined,
  );
  return {
    id: hex,
    name: safeName(file.name),
    type: file.type,
    size: file.content.length,
    ...(file.cid ? { cid: file.cid } : {}),
  };
}

/** The bytes of a file. Rejects when it does not exist or its owner was erased. */
export async function readAttachment(context: Context, owner: string, id: string): Promise<Buffer> {
  const sealed = await readFile(context, BUCKET, new Types.ObjectId(id));
  return context.vault.open(owner, `attachment/${id}`, sealed);
}

const idFrom = (origin: string): Types.ObjectId =>
  new Types.ObjectId(createHash('sha256').update(origin).digest('hex').slice(0, 24));

/** Names are data only: no path, no control or direction-changing or half characters, 200 characters at most. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return clean.slice(0, 200).toWellFormed() || 'file';
}
