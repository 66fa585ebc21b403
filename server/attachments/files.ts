import { once } from 'node:events';
import { mongo, type Types } from 'mongoose';
import type { Connection } from 'mongoose';
import { RELAXED } from '../model.ts';
import { insertTogether } from '../together.ts';
import { split } from '../vault/chunks.ts';

/** Up to here a file is one document, in a collection of the bucket's name; larger ones lie in GridFS. */
const SMALL_BYTES = 250_000;

/** Chunks of GridFS, of 255 kB, that are in memory at once. */
const FEW = 4;

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
  if (bytes.length <= SMALL_BYTES) await writeSmall(context, bucket, id, bytes, relaxed);
  else await writeLarge(context, bucket, id, () => [bytes], relaxed);
}

/**
 * The same while the bytes pass; `read` may be called again, and must then begin from the start. What it throws leaves
 * nothing behind.
 */
export async function writeStream(
  context: { db: Connection },
  bucket: string,
  id: Types.ObjectId,
  read: () => AsyncIterable<Buffer>,
  relaxed = false,
): Promise<void> {
  const { head, rest } = await split(read(), SMALL_BYTES + 1);
  if (head.length <= SMALL_BYTES) return await writeSmall(context, bucket, id, head, relaxed);
  let begun = false;
  await writeLarge(context, bucket, id, () => (begun ? read() : ((begun = true), whole(head, rest))), relaxed);
}

async function* whole(head: Buffer, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

async function writeLarge(
  context: { db: Connection },
  bucket: string,
  id: Types.ObjectId,
  read: () => Pieces,
  relaxed: boolean,
): Promise<void> {
  const files = bucketOf(context, bucket, relaxed);
  try {
    await upload(files, id, read());
  } catch (error) {
    if (isDuplicate(error) && (await files.find({ _id: id }).hasNext())) return;
    // Pieces without their file belong to nothing: a crash came in between, or this failed.
    await deleteLarge(context, bucket, id);
    if (!isDuplicate(error)) throw error;
    await upload(files, id, read());
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

/** Piece by piece: when this rejects, nothing is under way any more. */
async function upload(files: mongo.GridFSBucket, id: Types.ObjectId, pieces: Pieces): Promise<void> {
  const stream = files.openUploadStreamWithId(id, '');
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  for await (const piece of pieces)
    await Promise.race([new Promise((resolve) => stream.write(piece, resolve)), failed]);
  const finished = once(stream, 'finish');
  stream.end();
  await finished;
}

/** Reads a file whole. Rejects when there is none. */
export async function readFile(context: { db: Connection }, bucket: string, id: Types.ObjectId): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of openFile(context, bucket, id)) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

/** A file's bytes as they are read. Throws when there is none. */
export async function* openFile(
  context: { db: Connection },
  bucket: string,
  id: Types.ObjectId,
): AsyncGenerator<Buffer> {
  const small = await context.db.collection<{ bytes: mongo.Binary }>(bucket).findOne({ _id: id });
  if (small) return void (yield Buffer.from(small.bytes.buffer));
  if (!(await bucketOf(context, bucket).find({ _id: id }).hasNext()))
    throw new Error(`FileNotFound: ${bucket}/${String(id)}`);
  // The bucket's own stream asks for as many chunks at once as fit into an answer, 16 MB of them. Whether any is missing
  // is told by whoever opens what was sealed.
  const chunks = context.db.collection<{ data: mongo.Binary }>(`${bucket}.chunks`);
  for await (const { data } of chunks.find({ files_id: id }, { sort: { n: 1 }, batchSize: FEW }))
    yield Buffer.from(data.buffer);
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
