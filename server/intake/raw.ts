import type { KeyObject } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { deleteFile, openFile, writeFile, writeStream } from '../attachments/files.ts';
import { joined } from '../turns.ts';
import { CHUNKED, openChunks, sealChunks, split } from '../vault/chunks.ts';
import { openWith, sealWith, secretKey } from '../vault/cipher.ts';
import { Intake, type IntakeDoc } from './model.ts';

/** Name of the bucket. */
export const RAW = 'raw';
/** Larger ones are sealed piece by piece: at once they would hold up everybody. */
const WHOLE_BYTES = 200_000;

/** Up to here they stand in the note: what somebody says in a chat is one write then. */
const FEW_BYTES = 2_000;

/** What is sealed beside the bytes. */
export interface RawNote {
  /** Hex sha256 of the raw bytes. */
  sha256: string;
  /** What the door knew besides the bytes. */
  meta: Record<string, unknown>;
  /** The bytes themselves, base64, where they are few. */
  bytes?: string;
}
type Keyed = Pick<IntakeDoc, '_id' | 'keyId' | 'rawKey' | 'customer'>;

/** The note, sealed, with the bytes where they are few: it is the whole item then. */
export function sealNote(
  id: Types.ObjectId,
  key: KeyObject,
  { sha256, meta = {}, raw }: { sha256: string; meta: Record<string, unknown> | undefined; raw: Buffer },
): Pick<IntakeDoc, 'meta' | 'whole'> {
  const whole = raw.length <= FEW_BYTES;
  const note: RawNote = { sha256, meta, ...(whole ? { bytes: raw.toString('base64') } : {}) };
  return {
    meta: sealWith(key, `meta/${id.toHexString()}`, JSON.stringify(note)),
    ...(whole ? { whole } : {}),
  };
}

/** Stores the raw bytes, sealed, of an item that is not whole. What makes the item durable makes them durable too. */
export async function storeRaw(
  context: Context,
  { _id, whole }: Pick<IntakeDoc, '_id' | 'whole'>,
  key: KeyObject,
  raw: Buffer,
): Promise<void> {
  if (whole) return;
  const bound = `raw/${_id.toHexString()}`;
  if (raw.length <= WHOLE_BYTES) await writeFile(context, RAW, _id, sealWith(key, bound, raw), true);
  else await writeStream(context, RAW, _id, () => sealChunks(key, bound, [raw]), true);
}

/** The raw bytes of an item as they are read and opened. Throws ErasedError when the customer was erased. */
export async function* openSource(
  context: Context,
  doc: Keyed & Pick<IntakeDoc, 'meta' | 'whole'>,
): AsyncGenerator<Buffer> {
  if (doc.whole) return void (yield Buffer.from(openNote(context, doc).bytes ?? '', 'base64'));
  const key = rawKeyOf(context, doc);
  const bound = `raw/${String(doc._id)}`;
  const { head, rest } = await split(openFile(context, RAW, doc._id), 1);
  const sealed = async function* () {
    yield head;
    yield* rest;
  };
  if (head[0] === CHUNKED) return yield* openChunks(key, bound, sealed());
  const pieces: Uint8Array[] = [];
  for await (const piece of sealed()) pieces.push(piece);
  yield openWith(key, bound, await joined(pieces));
}

/** The raw bytes and meta data of an item, whole. Throws ErasedError when the customer was erased. */
export async function openRaw(context: Context, doc: IntakeDoc): Promise<{ raw: Buffer } & RawNote> {
  const pieces: Buffer[] = [];
  for await (const piece of openSource(context, doc)) pieces.push(piece);
  const raw = pieces.length === 1 ? pieces[0]! : await joined(pieces);
  const { sha256, meta } = openNote(context, doc);
  return { raw, sha256, meta };
}

/** What stands beside the bytes of an item. Throws ErasedError when the customer was erased. */
export function openNote(context: Context, doc: Keyed & Pick<IntakeDoc, 'meta'>): RawNote {
  const sealed = bytes(doc.meta ?? Buffer.alloc(0));
  return JSON.parse(openWith(rawKeyOf(context, doc), `meta/${String(doc._id)}`, sealed).toString('utf8')) as RawNote;
}

/** Reasons may repeat what stands in the item, so they are sealed like it. */
export const sealReason = (context: Context, doc: Keyed, reason: string | null): Buffer | null =>
  reason === null ? null : sealWith(rawKeyOf(context, doc), `reason/${String(doc._id)}`, reason);

/** Why it was ignored or quarantined. Throws ErasedError when the customer was erased. */
export const openReason = (context: Context, doc: Keyed & Pick<IntakeDoc, 'reason'>): string | null =>
  doc.reason === null
    ? null
    : openWith(rawKeyOf(context, doc), `reason/${String(doc._id)}`, bytes(doc.reason)).toString('utf8');

/** The item's key wrapped to its customer: destroying the customer's key destroys the raw item. */
export function rewrapRaw(context: Context, doc: Keyed, customer: Types.ObjectId): Pick<IntakeDoc, 'rawKey'> {
  if (doc.rawKey) return { rawKey: doc.rawKey };
  const key = context.vault.items.get(doc.keyId).export();
  return { rawKey: context.vault.seal(String(customer), `rawkey/${String(doc._id)}`, key) };
}

/** Removes the file of an item that never entered the ledger, or leaves it. */
export async function dropRaw(context: Context, { _id, whole }: Pick<IntakeDoc, '_id' | 'whole'>): Promise<void> {
  if (!whole) await deleteFile(context, RAW, _id);
}

/** Removes what came in of an item; the ledger goes on knowing that it came, and into what it went. */
export async function dropContent(context: Context, id: string): Promise<void> {
  const _id = new Types.ObjectId(id);
  await deleteFile(context, RAW, _id);
  await Intake(context).updateOne({ _id }, { $set: { rawKey: null, meta: null, reason: null, keyId: '', size: 0 } });
}

/** The same of all items that became one message, or changed it. */
export async function dropContentOf(
  context: Context,
  { _id, ticket }: { _id: Types.ObjectId; ticket: Types.ObjectId },
): Promise<void> {
  // Few items have the same ticket: it is found by that.
  const items = await Intake(context).find({ ticket, message: _id }, { _id: 1 }).lean();
  for (const item of items) await dropContent(context, String(item._id));
}

/** Whether there is nothing left to open: the customer was erased, or a rule has removed what came in. */
export const isDropped = ({ outcome, keyId }: Pick<IntakeDoc, 'outcome' | 'keyId'>): boolean =>
  outcome === 'erased' || keyId === '';

function rawKeyOf(context: Context, doc: Keyed): KeyObject {
  if (!doc.rawKey || !doc.customer) return context.vault.items.get(doc.keyId);
  return secretKey(context.vault.open(String(doc.customer), `rawkey/${String(doc._id)}`, bytes(doc.rawKey)));
}

/** Lean documents bring BSON Binary for bytes. */
const bytes = (value: Uint8Array | { buffer: Uint8Array }): Uint8Array =>
  value instanceof Uint8Array ? value : value.buffer;
