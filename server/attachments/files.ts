import { mongo, type Types } from 'mongoose';
import type { Connection } from 'mongoose';
import { RELAXED } from '../model.ts';

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
  const files = bucketOf(context, bucket, relaxed);
  try {
    await upload(files, id, bytes);
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    if (await files.find({ _id: id }).hasNext()) return;
    // A crash came between its pieces and the file: they belong to nothing.
    await deleteFile(context, bucket, id);
    await upload(files, id, bytes);
  }
}

const upload = (files: mongo.GridFSBucket, id: Types.ObjectId, bytes: Buffer): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    files.openUploadStreamWithId(id, '').on('finish', resolve).on('error', reject).end(bytes);
  });

/** Reads a file whole. Rejects when there is none. */
export async function readFile(context: { db: Connection }, bucket: string, id: Types.ObjectId): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bucketOf(context, bucket).openDownloadStream(id)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Deletes a file; nothing happens when there is none. */
export async function deleteFile(context: { db: Connection }, bucket: string, id: Types.ObjectId): Promise<void> {
  await bucketOf(context, bucket)
    .delete(id)
    .catch((error: Error) => {
      if (!error.message.includes('FileNotFound') && !error.message.includes('File not found')) throw error;
    });
}
