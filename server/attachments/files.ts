import { mongo, type Types } from 'mongoose';
import type { Connection } from 'mongoose';
import { RELAXED } from '../model.ts';
import { insertTogether } from '../together.ts';

/** Up to here a file is one document, in a collection of the bucket's name; larger ones lie in GridFS. */
const SMALL_BYTES = 250_000;

/** GridFS, one bucket object per connection and name: a new one asks the store for its indexes each time. */
const buckets = new WeakMap<Connection, Map<string, mongo.GridFSBucket>>();

function bucketOf({ db }: { db: Connection }, name: string, relaxed = false): mongo.GridFSBucket {
  const ofConnection = buckets.get(db) ?? new Map<string, mongo.GridFSBucket>();
  buckets.set(db, ofConnection);
  const key = relaxed ? `${name} relaxed` : name;
  let bucket = ofConnection.get(key);
  if (!bucket) {
    if (!db.db) throw new Error('the store is not connected');
    bucket = new mongo.GridFSBucket(db.db, { bucketName: name, ...(relaxed ? RELAXED : {}) });
    ofConnection.set(key, bucket);
  }
  return bucket;
}

/** Writes bytes under an id of ours; the same id again is left as it is. Resolves when durable, unless `relaxed`. */
export async function writeFile(
  context: { db: Connection },
  bucket: string,
  id: Types.ObjectId,
  bytes: Buffer,
  relaxed = false,
): Promise<void> {
  if (bytes.length <= SMALL_BYTES) return await writeSmall(context, bucket, id, bytes, relaxed);
  const files = bucketOf(context, bucket, relaxed);
  try {
    await upload(files, id, bytes);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    if (await files.find({ _id: id }).hasNext()) return;
    // A crash came between its pieces and the file: they belong to nothing.
    await deleteLarge(context, bucket, id);
    await upload(files, id, bytes);
  }
}

async function writeSmall(
  context: { db: Connection },
  bucket: string,
  _id: Types.ObjectId,
  bytes: Buffer,
  relaxed: boolean,
): Promise<void> {
  const document = { _id, bytes: new mongo.Binary(bytes) };
  try {
    await insertTogether(context, { collectionName: bucket }, document, relaxed ? RELAXED : undefined);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

const upload = (files: mongo.GridFSBucket, id: Types.ObjectId, bytes: Buffer): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    files.openUploadStreamWithId(id, '').on('finish', resolve).on('error', reject).end(bytes);
  });

/** Reads a file whole. Rejects when there is none. */
export async function readFile(context: { db: Connection }, bucket: string, id: Types.ObjectId): Promise<Buffer> {
  const small = await context.db.collection<{ bytes: mongo.Binary }>(bucket).findOne({ _id: id });
  if (small) return Buffer.from(small.bytes.buffer);
  const chunks: Buffer[] = [];
  for await (const chunk of bucketOf(context, bucket).openDownloadStream(id)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Deletes a file; nothing happens when there is none. */
export async function deleteFile(context: { db: Connection }, bucket: string, id: Types.ObjectId): Promise<void> {
  const { deletedCount } = await context.db.collection(bucket).deleteOne({ _id: id });
  if (deletedCount === 0) await deleteLarge(context, bucket, id);
}

async function deleteLarge(context: { db: Connection }, bucket: string, id: Types.ObjectId): Promise<void> {
  await bucketOf(context, bucket)
    .delete(id)
    .catch((error: Error) => {
      if (!error.message.includes('FileNotFound') && !error.message.includes('File not found')) throw error;
    });
}

const isDuplicate = (error: unknown): boolean => (error as { code?: number }).code === 11000;
