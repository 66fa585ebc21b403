import { mongo } from 'mongoose';
import { startEmbedded } from '../../../../server/store/embedded/start.ts';

/** A process to be killed: inserts and updates with several clients and says on stdout what was acknowledged. */
const embedded = await startEmbedded({ dataDir: process.argv[2]! });
const client = await new mongo.MongoClient(embedded.uri).connect();
const collection = client.db('crash').collection<{ _id: number; n: number; tag: string }>('rows');
await collection.createIndex({ tag: 1, n: -1 });
const start = Number(process.argv[3]);
for (let worker = 0; worker < 8; worker++) {
  void (async () => {
    for (let i = start + worker; ; i += 8) {
      await collection.insertOne({ _id: i, n: 0, tag: `t${i % 5}` });
      process.stdout.write(`i${i}\n`);
      if (i % 3 !== 0) continue;
      await collection.updateOne({ _id: i }, { $set: { n: i, tag: 'updated' } });
      process.stdout.write(`u${i}\n`);
    }
  })();
}
