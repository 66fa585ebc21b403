import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { startEmbedded } from '../../../server/store/embedded/start.ts';
import { eventually } from '../eventually.ts';
import { KNOWN, ofPresent } from './documentdb.ts';
import { operation } from './operations.ts';
import { runAll, type Follower, type Step } from './run.ts';

export interface Extent {
  /** Operations that must have run at least. */
  atLeast: number;
  /** Operations in a row on one collection, at most. */
  length: number;
  seed: number;
}

/** Some searches take DocumentDB's own process down (a segmentation fault); it is up again within seconds. */
const FELL = 'DocumentDB itself fell, and the rest of these operations with it';
const HAS_FALLEN = /SQLSTATE 57P0|Connection terminated|recovery mode/;
const FALLS = 20;

/**
 * The same random operations on the embedded store, with indexes and without, and on DocumentDB; throws where one of
 * them answers otherwise than the model. Answers how many ran, and how many were left out for which known difference.
 */
export async function runBeside(uri: string, { atLeast, length, seed }: Extent) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
  const store = await startEmbedded({ dataDir });
  const clients = await Promise.all([store.uri, uri].map((address) => new mongo.MongoClient(address).connect()));
  const [ours, other] = clients.map((client) => client.db(`beside-${process.pid}`)) as [mongo.Db, mongo.Db];
  const leftOut = new Map<string, number>();
  const isKnown = (step: Step): boolean => {
    const known = KNOWN.find(({ touches }) => touches(step));
    if (known) leftOut.set(known.what, (leftOut.get(known.what) ?? 0) + 1);
    return known !== undefined;
  };
  let ran = 0;
  const lists = fc.array(operation, { minLength: 1, size: 'max', maxLength: length });
  const run = fc.asyncProperty(lists, async (list) => {
    try {
      await Promise.all([ours.dropDatabase(), other.dropDatabase()]);
      ran += await runAll(list.map(ofPresent), followersOf(ours, other), isKnown);
    } catch (error) {
      const times = (leftOut.get(FELL) ?? 0) + 1;
      if (!HAS_FALLEN.test(String(error)) || times > FALLS) throw error;
      leftOut.set(FELL, times);
      await eventually(() => other.command({ ping: 1 }).then(() => other.dropDatabase()));
    }
  });
  try {
    for (let round = 0; ran < atLeast; round++)
      await fc.assert(run, { numRuns: 20, seed: seed + round, endOnFailure: false });
    return { ran, leftOut };
  } finally {
    await other.dropDatabase();
    for (const client of clients) await client.close();
    await store.stop();
    rmSync(dataDir, { recursive: true });
  }
}

function followersOf(ours: mongo.Db, other: mongo.Db): Follower[] {
  return [
    { db: ours, name: 'indexed', indexed: true },
    { db: ours, name: 'plain', indexed: false },
    { db: other, name: 'documentdb', indexed: true, foreign: true },
  ];
}
