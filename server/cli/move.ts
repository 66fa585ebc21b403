import { createHash } from 'node:crypto';
import mongoose, { type Connection, type mongo } from 'mongoose';
import { readConfig } from '../config.ts';
import { openDesk } from './open.ts';
import { textOption, type Verb } from './verb.ts';

const BATCH = 500;
const BATCH_BYTES = 8_000_000;

/** What another start makes anew. */
const LEFT_OUT = new Set(['leases', 'sessions']);

export const verb: Verb = {
  help: `
Usage: ombud move --to MONGODB_URI

Copies everything from the embedded store to a MongoDB-compatible server: all collections, their indexes, files. Each
collection is then counted and hashed on both sides. End the server first, so that nothing is written meanwhile; it
refuses to run beside one. The database of the URI must be empty: a move that broke off is begun again by dropping it.
Afterwards set MONGODB_URI to the same address and start. DATA_DIR is needed still: the customers' keys stay there.
  --to  address with the name of a database, for example mongodb://db.example.com/ombud`,
  options: { to: { type: 'string' } },
  async run(input) {
    const uri = textOption(input, 'to') ?? '';
    if (!/^mongodb(\+srv)?:\/\//.test(uri)) throw new Error('--to needs an address, for example mongodb://host/ombud.');
    const config = readConfig();
    if (config.mongodbUri) throw new Error('MONGODB_URI is set: the data is not in the embedded store.');
    const desk = await openDesk(config);
    try {
      if (desk.running) throw new Error('The server is running: end it first, so that nothing is written meanwhile.');
      const target = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 10_000 }).asPromise();
      try {
        return await moveAll(desk.context.db, target, input.say);
      } finally {
        await target.close();
      }
    } finally {
      await desk.close();
    }
  },
};

async function moveAll(from: Connection, to: Connection, say: (line: string) => void): Promise<number> {
  await checkEmpty(to);
  const names = (await namesIn(from)).filter((name) => !LEFT_OUT.has(name));
  const copied = [];
  for (const name of names) copied.push({ name, ...(await copy(from.collection(name), to, name)) });
  const wrong = [];
  for (const { name, before, expiring } of copied) {
    const after = await fingerprint(to.collection(name));
    const same = before.count === after.count && before.hash === after.hash;
    if (!same) wrong.push(name);
    say(`${name}: ${after.count} of ${before.count} documents, ${same ? `equal (${after.hash})` : 'NOT EQUAL'}`);
    if (same && expiring.length > 0) await to.collection(name).createIndexes(expiring);
  }
  if (wrong.length > 0)
    throw new Error(`Not the same on both sides: ${wrong.join(', ')}. The embedded store is as it was.`);
  say('Everything is there. Set MONGODB_URI to this address and start; keep DATA_DIR, it holds the keys.');
  return 0;
}

async function namesIn(db: Connection): Promise<string[]> {
  const found = await db.listCollections();
  return found.map(({ name }) => name).filter((name) => !name.startsWith('system.')).sort(); // prettier-ignore
}

async function checkEmpty(to: Connection): Promise<void> {
  const filled = [];
  for (const name of await namesIn(to))
    if (await to.collection(name).findOne({}, { projection: { _id: 1 } })) filled.push(name);
  if (filled.length > 0)
    throw new Error(
      `The target is not empty (${filled.join(', ')}): drop its database ${to.name}, or name another one.`,
    );
}

interface Copied {
  /** Of the documents as they were read. */
  before: Fingerprint;
  /** Indexes that are still to be made: the target would take away what is too old before it is compared. */
  expiring: mongo.IndexDescription[];
}

/** Indexes first, so that a target which cannot hold them refuses before anything is copied. */
async function copy(from: mongo.Collection, to: Connection, name: string): Promise<Copied> {
  const target = await to.createCollection(name).catch(() => to.collection(name));
  const indexes = (await from.indexes()).filter((index) => index.name !== '_id_').map(({ v: _v, ...index }) => index);
  const [expiring, lasting] = [true, false].map((expires) =>
    indexes.filter((index) => 'expireAfterSeconds' in index === expires),
  ) as [mongo.IndexDescription[], mongo.IndexDescription[]];
  if (lasting.length > 0) await target.createIndexes(lasting);
  let batch: mongo.BSON.Document[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await target.insertMany(batch, { writeConcern: { w: 'majority', journal: true } });
    [batch, bytes] = [[], 0];
  };
  const before = await fingerprint(from, async (document) => {
    bytes += document.length;
    if (batch.push(exactly(document)) >= BATCH || bytes > BATCH_BYTES) await flush();
  });
  await flush();
  return { before, expiring };
}

/** Each value in the class of its BSON type. */
const exactly = (document: Uint8Array): mongo.BSON.Document =>
  mongoose.mongo.BSON.deserialize(document, { promoteValues: false, bsonRegExp: true });

interface Fingerprint {
  count: number;
  /** The beginning of the SHA-256 over the bytes of all documents by `_id`. */
  hash: string;
}

async function fingerprint(
  collection: mongo.Collection,
  seen?: (document: Uint8Array) => Promise<void>,
): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const read of collection.find({}, { raw: true }).sort({ _id: 1 })) {
    const document = read as unknown as Uint8Array;
    hash.update(document);
    count++;
    await seen?.(document);
  }
  return { count, hash: hash.digest('hex').slice(0, 16) };
}
