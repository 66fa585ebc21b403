import { mongo } from 'mongoose';
import { Model, contentOf, type Content } from './model.ts';

const CLIENTS = 16;
const DUPLICATE = 11000;
const OUT_OF_SPACE = 14031;

/** Sixteen clients that write all kinds of things to the same store until it goes away or they are stopped. */
export class Load {
  readonly model = new Model();
  /** How often which error code was the answer; duplicate keys are not counted. */
  readonly refusals = new Map<number, number>();
  private next = 0;
  private stopping = false;
  private working: Promise<unknown> = Promise.resolve();

  /** Has every client work until `stop`, or until it loses its connection. */
  async start(uri: string): Promise<void> {
    this.stopping = false;
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => connect(uri)));
    await prepare(clients[0]!);
    this.working = Promise.all(
      clients.map(async (client, i) => {
        await this.work(client, i);
        await client.close();
      }),
    );
  }

  /** Resolves when all clients have ended: after `stop`, or when the store is gone. */
  async ended(): Promise<void> {
    await this.working;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
  }

  private async work(client: mongo.MongoClient, worker: number): Promise<void> {
    const own: number[] = [];
    const rows = client.db('load').collection<Content>('rows');
    while (!this.stopping) {
      try {
        await this.act(rows, own, worker);
      } catch (error) {
        if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError) return;
        if (!(error instanceof mongo.MongoServerError)) throw error;
        const code = Number(error.code);
        if (code !== DUPLICATE) this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
      }
    }
  }

  private async act(rows: mongo.Collection<Content>, own: number[], worker: number): Promise<void> {
    const dice = Math.random();
    const id = own[Math.floor(Math.random() * own.length)];
    if (worker === 0 && dice < 0.02) return await rebuildIndex(rows);
    if (dice < 0.05) return await this.count(rows, worker % 4);
    if (id === undefined || dice < 0.45) return void own.push(await this.insert(rows));
    if (dice < 0.5) return await this.insertTwice(rows, id);
    if (dice < 0.55) return void own.push(...(await this.insertMany(rows, id)));
    if (dice < 0.65) {
      own.splice(own.indexOf(id), 1);
      return await this.write(id, null, () => rows.deleteOne({ _id: id }));
    }
    return await this.update(rows, own, id);
  }

  private async insert(rows: mongo.Collection<Content>): Promise<number> {
    const id = this.next++;
    await this.write(id, 0, () => rows.insertOne(contentOf(id, 0)));
    return id;
  }

  private async update(rows: mongo.Collection<Content>, own: number[], id: number): Promise<void> {
    const version = this.model.versionOf(id);
    // After an operation without an answer nobody knows what there is to be changed.
    if (version === undefined) return void own.splice(own.indexOf(id), 1);
    const { _id, ...fields } = contentOf(id, version + 1);
    if (version % 3 === 0) await this.write(id, version + 1, () => rows.replaceOne({ _id }, fields));
    else if (version % 3 === 1) await this.write(id, version + 1, () => rows.updateOne({ _id }, { $set: fields }));
    else await this.write(id, version + 1, () => rows.findOneAndUpdate({ key: fields.key }, { $set: fields }));
  }

  /** A key that is taken: the document must never be there. */
  private async insertTwice(rows: mongo.Collection<Content>, id: number): Promise<void> {
    if (this.model.versionOf(id) === undefined) return;
    const refused = this.next++;
    this.model.refused.add(refused);
    await rows.insertOne({ ...contentOf(refused, 0), key: contentOf(id, 0).key });
  }

  private async insertMany(rows: mongo.Collection<Content>, taken: number): Promise<number[]> {
    if (this.model.versionOf(taken) === undefined) return [];
    const [first, refused, last] = [this.next++, this.next++, this.next++];
    this.model.refused.add(refused);
    const twice = { ...contentOf(refused, 0), key: contentOf(taken, 0).key };
    const insert = () => rows.insertMany([contentOf(first, 0), twice, contentOf(last, 0)], { ordered: false });
    await this.write(first, 0, () => this.write(last, 0, insert));
    return [first, last];
  }

  private async count(rows: mongo.Collection<Content>, counter: number): Promise<void> {
    const counters = rows.db.collection<{ _id: number; n: number }>('counters');
    const told = this.model.counting(counter);
    await counters.updateOne({ _id: counter }, { $inc: { n: 1 } }, { upsert: true });
    told();
  }

  /** Notes what a write makes of a document: for certain when it is answered, perhaps when it is not. */
  private async write(id: number, version: number | null, act: () => Promise<unknown>): Promise<void> {
    const told = this.model.changing(id, version);
    try {
      await act();
    } catch (error) {
      const code = error instanceof mongo.MongoServerError ? Number(error.code) : 0;
      if (code === OUT_OF_SPACE) told('refused');
      if (code !== DUPLICATE) throw error;
    }
    told('done');
  }
}

async function connect(uri: string): Promise<mongo.MongoClient> {
  const options = { maxPoolSize: 1, retryWrites: false, retryReads: false, serverSelectionTimeoutMS: 3000 };
  return await new mongo.MongoClient(uri, options).connect();
}

async function prepare(client: mongo.MongoClient): Promise<void> {
  await client
    .db('load')
    .collection('rows')
    .createIndexes([
      { key: { key: 1 }, name: 'key', unique: true },
      { key: { tags: 1, version: -1 }, name: 'tags' },
      { key: { group: 1, at: -1 }, name: 'group' },
    ]);
}

/** An index that comes and goes while others write. */
async function rebuildIndex(rows: mongo.Collection<Content>): Promise<void> {
  await rows.dropIndex('at').catch(() => undefined);
  await rows.createIndex({ at: 1 }, { name: 'at' });
}
