import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { KeyObject } from 'node:crypto';
import { openWith, sealWith, secretKey } from '../vault/cipher.ts';
import { deleteFile, readFile, writeFile } from '../attachments/files.ts';
import type { IntakeDoc } from './model.ts';

const BUCKET = 'raw';

/** The raw item's own key, wrapped by the instance key, and its meta data sealed with it. */
export function sealRaw(
  context: Context,
  id: string,
  key: KeyObject,
  meta: Record<string, unknown>,
): Pick<IntakeDoc, 'rawKey' | 'rawKeyOwner' | 'meta'> {
  return {
    rawKey: context.vault.sealInstance(`rawkey/${id}`, key.export()),
    rawKeyOwner: 'instance',
    meta: sealWith(key, `meta/${id}`, JSON.stringify(meta)),
  };
}

/** Stores the raw bytes, sealed. What makes the item durable makes them durable too. */
export async function storeRaw(context: Context, _id: Types.ObjectId, key: KeyObject, raw: Buffer): Promise<void> {
  await writeFile(context, BUCKET, _id, sealWith(key, `raw/${_id.toHexString()}`, raw), true);
}

/** The raw bytes and meta data of an item. Throws ErasedError when the customer was erased. */
export async function openRaw(
  context: Context,
  doc: IntakeDoc,
): Promise<{ raw: Buffer; meta: Record<string, unknown> }> {
  const id = String(doc._id);
  const key = rawKeyOf(context, doc);
  return {
    raw: openWith(key, `raw/${id}`, await readFile(context, BUCKET, doc._id)),
    meta: JSON.parse(openWith(key, `meta/${id}`, bytes(doc.meta)).toString('utf8')) as Record<string, unknown>,
  };
}

/** The item's key wrapped to its customer: destroying the customer's key destroys the raw item. */
export function rewrapRaw(
  context: Context,
  doc: IntakeDoc,
  customer: string,
): Pick<IntakeDoc, 'rawKey' | 'rawKeyOwner'> {
  if (doc.rawKeyOwner === 'customer') return { rawKey: doc.rawKey, rawKeyOwner: 'customer' };
  const key = rawKeyOf(context, doc);
  return { rawKey: context.vault.seal(customer, `rawkey/${String(doc._id)}`, key.export()), rawKeyOwner: 'customer' };
}

/** Removes the bytes of an item that never entered the ledger. */
export async function dropRaw(context: Context, _id: Types.ObjectId): Promise<void> {
  await deleteFile(context, BUCKET, _id);
}

function rawKeyOf(context: Context, doc: IntakeDoc): KeyObject {
  const bound = `rawkey/${String(doc._id)}`;
  const key =
    doc.rawKeyOwner === 'customer' && doc.customer
      ? context.vault.open(String(doc.customer), bound, bytes(doc.rawKey))
      : context.vault.openInstance(bound, bytes(doc.rawKey));
  return secretKey(key);
}

/** Lean documents bring BSON Binary for bytes. */
const bytes = (value: Uint8Array | { buffer: Uint8Array }): Uint8Array =>
  value instanceof Uint8Array ? value : value.buffer;
