import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { MessageAttachment } from '../tickets/message-model.ts';
import { turnFor } from '../turns.ts';
import { CHUNKED, split } from '../vault/chunks.ts';
import { openFile, writeFile, writeStream } from './files.ts';

export interface NewAttachment {
  name: string;
  type: string;
  content: Uint8Array;
  cid?: string;
}

/** Bytes of one file at most; mail and uploads are capped before. */
export const MAX_FILE_BYTES = 25_000_000;
const BUCKET = 'attachments';

/** Larger files are sealed in chunks, so that they can be read while they come. */
const WHOLE_BYTES = 200_000;
/** What storing one takes, besides its bytes: a mail may have a thousand. */
const EACH = 15_000;

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
  const { content, cid } = file;
  const [bound, relaxed] = [boundTo(id.toHexString()), origin !== undefined];
  const seal = (): AsyncGenerator<Buffer> => context.vault.sealStream(owner, bound, [content]);
  if (content.length > WHOLE_BYTES) await writeStream(context, BUCKET, id, seal, relaxed);
  else {
    await turnFor(content.length + EACH);
    await writeFile(context, BUCKET, id, context.vault.seal(owner, bound, content), relaxed);
  }
  return described(id, { ...file, size: content.length, ...(cid ? { cid } : {}) });
}

/** A file that is not there yet. */
export interface ComingAttachment {
  name: string;
  type: string;
  content: AsyncIterable<Uint8Array>;
}

/** Stores a file while it comes. What `content` throws is thrown, and nothing is stored. */
export async function storeStream(
  context: Context,
  owner: string,
  { content, ...file }: ComingAttachment,
): Promise<MessageAttachment> {
  const id = new Types.ObjectId();
  let size = 0;
  const counted = async function* () {
    for await (const piece of content) {
      size += piece.length;
      yield piece;
    }
  };
  await writeStream(context, BUCKET, id, () => context.vault.sealStream(owner, boundTo(id.toHexString()), counted()));
  return described(id, { ...file, size });
}

const boundTo = (id: string): string => `attachment/${id}`;

const described = (
  id: Types.ObjectId,
  { name, type, size, cid }: { name: string; type: string; size: number; cid?: string },
): MessageAttachment => ({ id: id.toHexString(), name: safeName(name), type, size, ...(cid ? { cid } : {}) });

/** The bytes of a file. Rejects when it does not exist, its owner was erased or it is damaged. */
export async function readAttachment(context: Context, owner: string, id: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of openAttachment(context, owner, id)) pieces.push(piece);
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/** The same as they are read and opened; what was told is as it was stored. */
export async function* openAttachment(context: Context, owner: string, id: string): AsyncGenerator<Buffer> {
  const { head, rest } = await split(openFile(context, BUCKET, new Types.ObjectId(id)), 1);
  const sealed = async function* () {
    yield head;
    yield* rest;
  };
  if (head[0] === CHUNKED) return yield* context.vault.openStream(owner, boundTo(id), sealed());
  const pieces: Uint8Array[] = [];
  for await (const piece of sealed()) pieces.push(piece);
  yield context.vault.open(owner, boundTo(id), Buffer.concat(pieces));
}

const idFrom = (origin: string): Types.ObjectId =>
  new Types.ObjectId(createHash('sha256').update(origin).digest('hex').slice(0, 24));

/** Names are data only: no path, no control or direction-changing or half characters, 200 characters at most. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return clean.slice(0, 200).toWellFormed() || 'file';
}
