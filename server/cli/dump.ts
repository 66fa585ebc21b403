import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import mongoose, { type Connection } from 'mongoose';

const { deserialize, serialize } = mongoose.mongo.BSON;

/**
 * Nothing to keep: leases and sessions of a process and its people, and what the search makes of the tickets anew. What
 * was erased shall not lie in old backups, not even as hashes.
 */
const LEFT_OUT = new Set(['leases', 'sessions', 'search_packs', 'search_blocks', 'search_marks', 'search_state']);

/**
 * The order in which a copy made while the server writes can be repaired by what starts from it: a cursor never stands
 * behind the ledger it feeds, an item whose message is not in the copy is still pending, what a message names is
 * copied after it, and so is the counter that its number came from.
 */
const LATE = ['intake', 'raw', 'raw.files', 'raw.chunks', 'messages', 'tickets', 'customers', 'counters'];

/** Head of a backup. */
export interface Head {
  ombud: 'backup';
  v: 1;
  at: Date;
  /** A known text sealed by the instance key. */
  check: Uint8Array;
}

interface CollectionMark {
  ombud: 'collection';
  name: string;
  indexes: Record<string, unknown>[];
}

/** Last mark: what went before. */
export interface Tail {
  ombud: 'end';
  counts: Record<string, number>;
  /** Hex, over all bytes before. */
  sha256: string;
}

/** All collections as a stream of BSON documents: head, for each collection a mark and its documents, tail. */
export async function* dump(db: Connection, head: Head): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const hashed = (bytes: Uint8Array): Uint8Array => {
    hash.update(bytes);
    return bytes;
  };
  yield hashed(serialize(head));
  const counts: Record<string, number> = {};
  for (const name of await collectionNames(db)) {
    const collection = db.collection(name);
    const indexes = (await collection.indexes()).filter((index) => index.name !== '_id_');
    yield hashed(serialize({ ombud: 'collection', name, indexes } satisfies CollectionMark));
    counts[name] = 0;
    for await (const document of collection.find({}, { raw: true, batchSize: 200 })) {
      counts[name] += 1;
      yield hashed(document as unknown as Uint8Array);
    }
  }
  yield serialize({ ombud: 'end', counts, sha256: hash.digest('hex') } satisfies Tail);
}

async function collectionNames(db: Connection): Promise<string[]> {
  const all = (await db.listCollections()).map(({ name }) => name);
  const place = (name: string): number => LATE.indexOf(name) + (isFiles(name) ? LATE.indexOf('messages') + 1.5 : 0);
  return all
    .filter((name) => !name.startsWith('system.') && !LEFT_OUT.has(name))
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** The files that messages name. */
const isFiles = (name: string): boolean =>
  name === 'attachments' || (/\.(files|chunks)$/.test(name) && !name.startsWith('raw.'));

/** What a backup brings, in order. */
export type Part =
  | { kind: 'head'; head: Head }
  | { kind: 'collection'; mark: CollectionMark }
  | { kind: 'document'; document: Record<string, unknown>; size: number }
  | { kind: 'end'; tail: Tail };

/**
 * Reads what `dump` wrote into a gzip file, types of BSON kept as they are. Throws when it is not a backup, cut off, or
 * changed: the hash is compared at the end, so nothing may be relied on before the tail has come.
 */
export async function* undump(path: string): AsyncGenerator<Part> {
  const hash = createHash('sha256');
  let first = true;
  let ended = false;
  // What fails in the pipeline is thrown by reading its end.
  const documents = pipeline(createReadStream(path), createGunzip(), documentsOf(), () => undefined);
  for await (const bytes of documents as AsyncIterable<Uint8Array>) {
    const mark = markOf(bytes);
    if (first && mark?.['ombud'] !== 'backup') throw new Error(NO_BACKUP);
    first = false;
    if (mark?.['ombud'] === 'end') ended = checkTail(mark as unknown as Tail, hash);
    else hash.update(bytes);
    yield partOf(mark, bytes);
  }
  if (!ended) throw new Error('The backup is cut off: its end is missing.');
}

const NO_BACKUP = 'This is not a backup of Ombud.';

function partOf(mark: Record<string, unknown> | undefined, bytes: Uint8Array): Part {
  if (mark?.['ombud'] === 'backup') return { kind: 'head', head: mark as unknown as Head };
  if (mark?.['ombud'] === 'collection') return { kind: 'collection', mark: mark as unknown as CollectionMark };
  if (mark?.['ombud'] === 'end') return { kind: 'end', tail: mark as unknown as Tail };
  const document = readDocument(bytes, { promoteValues: false, bsonRegExp: true });
  return { kind: 'document', document, size: bytes.length };
}

function checkTail(tail: Tail, hash: Hash): true {
  if (tail.sha256 !== hash.digest('hex')) throw new Error('The backup was changed: its hash does not fit.');
  return true;
}

function readDocument(bytes: Uint8Array, options: Parameters<typeof deserialize>[1]): Record<string, unknown> {
  try {
    return deserialize(bytes, options);
  } catch (error) {
    throw new Error('The backup was changed: it cannot be read.', { cause: error });
  }
}

/** `ombud` is no field of ours, and a stored document begins with `_id`: its first name tells a mark. */
function markOf(bytes: Uint8Array): Record<string, unknown> | undefined {
  const starts = Buffer.from(bytes.buffer, bytes.byteOffset + 5, 6).toString('latin1') === 'ombud\0';
  return starts ? readDocument(bytes, { promoteBuffers: true }) : undefined;
}

const LONGEST = 64 * 1024 * 1024;

/** Cuts a stream of bytes into BSON documents by the length that each begins with. */
function documentsOf(): Transform {
  let chunks: Buffer[] = [];
  let held = 0;
  let needed = 4;
  return new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      held += chunk.length;
      if (held < needed) return done();
      let rest = Buffer.concat(chunks);
      for (needed = sizeOf(rest); rest.length >= needed; needed = sizeOf(rest)) {
        if (needed < 5 || needed > LONGEST) return done(new Error(NO_BACKUP));
        this.push(rest.subarray(0, needed));
        rest = rest.subarray(needed);
      }
      chunks = [rest];
      held = rest.length;
      done();
    },
    flush: (done) => done(held > 0 ? new Error('The backup is cut off.') : null),
  });
}

/** Bytes of the document that begins here; four are needed to know. */
const sizeOf = (bytes: Buffer): number => (bytes.length < 4 ? 4 : bytes.readInt32LE(0));
