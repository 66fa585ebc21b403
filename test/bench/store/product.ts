import mongoose, { type Connection } from 'mongoose';
import { startEmbedded } from '../../../server/store/embedded/start.ts';
import { quantile } from '../figure.ts';
import { locate } from '../work.ts';
import { serve } from './child.ts';
import { atOnce, rowsOf, statusAfter, STATUSES, type Row } from './rows.ts';

/**
 * `product.ts DATA_DIR`: the embedded store and mongoose in one process, as the server has them; or, with a URI after
 * it, mongoose alone.
 */
const [dataDir = '', given] = process.argv.slice(2);
const embedded = given ? undefined : await startEmbedded({ dataDir });
const db: Connection = await mongoose
  .createConnection(given ?? embedded!.uri, {
    autoIndex: false,
    autoCreate: false,
    maxPoolSize: 33,
    retryWrites: false,
    writeConcern: { w: 1, journal: true },
  })
  .asPromise();
const schema = new mongoose.Schema<Row>({
  number: Number,
  type: String,
  channel: String,
  subject: String,
  status: String,
  tags: [String],
  customer: { name: String, email: String, lang: String },
  at: Date,
});
const Large = db.model('Large', schema, 'large');
const Small = db.model('Small', schema, 'small');
const models = { Large, Small };
const rowOf = rowsOf((await locate()).corpus);
const WRITERS = 32;
const BATCH = 1000;

serve(
  {
    async seed(name: keyof typeof models, n: number) {
      const { collection } = models[name];
      await collection.createIndexes([
        { key: { number: 1 }, name: 'number', unique: true },
        { key: { status: 1, at: -1 }, name: 'status_at' },
        { key: { 'customer.email': 1 }, name: 'email' },
      ]);
      const rate = await atOnce(4, n / BATCH, (batch) =>
        collection.insertMany(Array.from({ length: BATCH }, (_, k) => rowOf(batch * BATCH + k)) as never),
      );
      return rate * BATCH;
    },
    async create(from: number, n: number) {
      const rows = Array.from({ length: n }, (_, i) => rowOf(from + i));
      const lag = watchLag();
      return { perSecond: await atOnce(WRITERS, n, (i) => Large.create(rows[i]!)), lag: lag() };
    },
    async insert(from: number, n: number) {
      const rows = Array.from({ length: n }, (_, i) => rowOf(from + i));
      const lag = watchLag();
      return { perSecond: await atOnce(WRITERS, n, (i) => Large.collection.insertOne(rows[i] as never)), lag: lag() };
    },
    update: (n: number, of: number) =>
      atOnce(WRITERS, n, (i) =>
        Large.updateOne({ number: (i * 7919) % of }, { $set: { status: statusAfter(i), at: new Date() } }),
      ),
    async page(name: keyof typeof models, n: number) {
      return quantile(await readPages(models[name], n), 0.95);
    },
    async group(n: number) {
      const began = performance.now();
      await group(n);
      return performance.now() - began;
    },
    async pageWhileWriting(from: number, n: number) {
      let writing = true;
      const rows = Array.from({ length: 50_000 }, (_, i) => rowOf(from + i));
      const writers = atOnce(WRITERS, rows.length, async (i) => writing && (await Large.collection.insertOne(rows[i] as never)));
      const times = await readPages(Large, n);
      writing = false;
      await writers;
      return quantile(times, 0.95);
    },
    async pageWhileGrouping(n: number) {
      let grouping = true;
      const grouped = group(n).then(() => (grouping = false));
      const times: number[] = [];
      while (grouping) times.push(...(await readPages(Large, 1)));
      await grouped;
      return { p95: quantile(times, 0.95), longest: Math.max(...times) };
    },
  },
  async () => {
    await db.close();
    await embedded?.stop();
  },
);

async function readPages(model: typeof Large, n: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < n; i++) {
    const began = performance.now();
    await model.find({ status: STATUSES[i % STATUSES.length]! }).sort({ at: -1 }).limit(50).lean();
    times.push(performance.now() - began);
  }
  return times;
}

async function group(n: number): Promise<unknown> {
  const fields = { _id: '$status', n: { $sum: 1 }, last: { $max: '$at' } };
  return await Large.aggregate([{ $limit: n }, { $group: fields }]);
}

/** How late timers of 5 ms come, until the function answered is called: its 99th percentile in ms. */
function watchLag(): () => number {
  const late: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(Math.max(0, now - last - 5));
    last = now;
  }, 5);
  return () => {
    clearInterval(timer);
    return quantile(late, 0.99);
  };
}
