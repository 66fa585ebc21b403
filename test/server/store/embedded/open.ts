import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import { startEmbedded, type Embedded } from '../../../../server/store/embedded/start.ts';

export type Document = mongo.BSON.Document;

export interface Opened {
  readonly db: mongo.Db;
  readonly client: mongo.MongoClient;
  readonly uri: string;
  readonly dataDir: string;
}

/** An embedded store of its own for a test file, with a driver connected to it. */
export function openStore(): Opened {
  const dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
  let embedded: Embedded;
  let client: mongo.MongoClient;
  beforeAll(async () => {
    embedded = await startEmbedded({ dataDir });
    client = await new mongo.MongoClient(embedded.uri).connect();
  });
  afterAll(async () => {
    await client.close();
    await embedded.stop();
    rmSync(dataDir, { recursive: true });
  });
  return {
    get db() {
      return client.db('test');
    },
    get client() {
      return client;
    },
    get uri() {
      return embedded.uri;
    },
    dataDir,
  };
}

let made = 0;

/** A new collection with these documents. */
export async function collectionOf(db: mongo.Db, documents: Document[] = []) {
  const collection = db.collection<Document>(`c${++made}`);
  if (documents.length > 0) await collection.insertMany(documents);
  return collection;
}

/** The code of the error a promise ends with; 0 when it ends well. */
export function codeOf(promise: Promise<unknown>): Promise<number> {
  return promise.then(
    () => 0,
    (error: { code?: number }) => error.code ?? -1,
  );
}
