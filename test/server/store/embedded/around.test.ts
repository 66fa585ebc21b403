import { createHash, randomBytes } from 'node:crypto';
import mongoose, { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { codeOf, collectionOf, openStore } from './open.ts';

const store = openStore();

describe('around reading and writing', () => {
  it('stores files through GridFS', async () => {
    const bucket = new mongo.GridFSBucket(store.db);
    const data = randomBytes(1_000_000);
    const upload = bucket.openUploadStream('a.bin');
    upload.end(data);
    await new Promise((done, failed) => upload.on('finish', done).on('error', failed));
    const read = async (options: { start?: number; end?: number }) => {
      const parts: Buffer[] = [];
      for await (const part of bucket.openDownloadStream(upload.id, options)) parts.push(part as Buffer);
      return createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    };
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(await read({})).toBe(hash(data));
    expect(await read({ start: 300_000, end: 700_000 })).toBe(hash(data.subarray(300_000, 700_000)));
    await bucket.delete(upload.id);
    expect(await store.db.collection('fs.chunks').countDocuments()).toBe(0);
  });

  it('tells the size of documents and of each index', async () => {
    const db = store.client.db('sizes');
    await db.collection('a').createIndex({ text: 1 });
    const documents = Array.from({ length: 1000 }, (_, i) => ({ text: `${i}${'x'.repeat(300)}` }));
    await db.collection('a').insertMany(documents);
    const stats = await db.command({ collStats: 'a' });
    const { _id_: ofId, text_1: ofText } = stats['indexSizes'] as { [name: string]: number };
    expect(stats).toMatchObject({ count: 1000, nindexes: 2, totalIndexSize: ofId! + ofText! });
    expect(stats['size']).toBeGreaterThan(300_000);
    expect(stats['storageSize']).toBeGreaterThan(stats['size']);
    expect(ofText).toBeGreaterThan(300_000);
    expect(ofId).toBeGreaterThan(12_000);
    expect(ofId).toBeLessThan(100_000);
    const { indexSize, storageSize } = await db.stats();
    expect([indexSize, storageSize]).toEqual([stats['totalIndexSize'], stats['storageSize']]);
    const scaled = await db.command({ collStats: 'a', scale: 1024 });
    expect(scaled['totalIndexSize']).toBe(Math.floor((ofId! + ofText!) / 1024));
    expect(await db.command({ collStats: 'none' })).toMatchObject({ count: 0, totalIndexSize: 0, indexSizes: {} });
  });

  it('deletes what has expired', async () => {
    const collection = await collectionOf(store.db);
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await collection.insertMany([{ at: new Date(Date.now() - 120_000) }, { at: new Date() }, { at: 'never' }, {}]);
    expect(await store.db.admin().command({ ombudExpireNow: 1 })).toMatchObject({ deleted: 1 });
    expect(await collection.countDocuments()).toBe(3);
  });

  it('lists, renames and drops collections', async () => {
    const db = store.client.db('lists');
    await db.createCollection('a');
    await db.collection('b').insertOne({});
    await db.collection('b').rename('c');
    expect((await db.listCollections().toArray()).map(({ name }) => name).sort()).toEqual(['a', 'c']);
    const { databases, totalSize } = await store.db.admin().listDatabases();
    const size = databases.find(({ name }) => name === 'lists')?.sizeOnDisk;
    expect(size).toBe((await db.stats()).totalSize);
    expect(size).toBeGreaterThan(0);
    expect(totalSize).toBe(databases.reduce((total, { sizeOnDisk = 0 }) => total + sizeOnDisk, 0));
    await db.dropCollection('a');
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  it('enforces a validator', async () => {
    const schema = { bsonType: 'object', required: ['a'], properties: { a: { bsonType: 'int', minimum: 1 } } };
    const collection = await store.db.createCollection('validated', { validator: { $jsonSchema: schema } });
    await collection.insertOne({ a: 1 });
    expect(await codeOf(collection.insertOne({ a: 'no' }))).toBe(121);
    expect(await codeOf(collection.updateOne({}, { $set: { a: 0 } }))).toBe(121);
  });

  it('serves mongoose: populate, versions, syncIndexes', async () => {
    const connection = await mongoose.createConnection(store.uri).asPromise();
    const Team = connection.model('Team', new mongoose.Schema({ name: String }));
    const schema = new mongoose.Schema({
      email: { type: String, unique: true },
      tags: [String],
      team: { type: mongoose.Schema.Types.ObjectId, ref: 'Team' },
    });
    const User = connection.model<{ email: string; tags: string[]; team: unknown }>('User', schema as never);
    await User.syncIndexes();
    const team = await Team.create({ name: 'red' });
    await User.create({ email: 'a@x', tags: ['a'], team });
    expect(await User.findOne().populate('team').lean()).toMatchObject({ email: 'a@x', team: { name: 'red' } });
    expect(await codeOf(User.create({ email: 'a@x' }))).toBe(11000);
    const [first, second] = [await User.findOne(), await User.findOne()];
    first!.tags = ['b'];
    await first!.save();
    (second!.tags as mongoose.Types.Array<string>).set(0, 'c');
    await expect(second!.save()).rejects.toMatchObject({ name: 'VersionError' });
    await connection.close();
  });
});
