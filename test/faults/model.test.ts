import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../server/store/embedded/start.ts';
import { operation } from '../support/store-model/operations.ts';
import { runAll } from '../support/store-model/run.ts';

/** The long form finds its own way each time and prints its seed; the short one is the same every time. */
const FULL = process.env.OMBUD_FAULTS === 'full';
const [RUNS, LENGTH] = FULL ? [450, 60] : [25, 60];
const SEED = Number(process.env.OMBUD_SEED ?? (FULL ? Date.now() & 0x7fffffff : 1));

const dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
let store: Embedded;
let client: mongo.MongoClient;
beforeAll(async () => {
  store = await startEmbedded({ dataDir });
  client = await new mongo.MongoClient(store.uri).connect();
});
afterAll(async () => {
  await client.close();
  await store.stop();
  rmSync(dataDir, { recursive: true });
});

describe('the embedded store, beside a list of documents', () => {
  it(`answers up to ${RUNS * LENGTH} random operations the same, with indexes and without`, async () => {
    let [made, ran] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, size: 'max', maxLength: LENGTH }), async (operations) => {
        const db = client.db('model');
        const names = [`indexed${++made}`, `plain${made}`] as const;
        const followers = names.map((name) => ({ db, name, indexed: name.startsWith('indexed') }));
        ran += await runAll(operations, followers);
        await db.dropDatabase();
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: false },
    );
    if (FULL) process.stdout.write(`${ran} operations, seed ${SEED}\n`);
    expect(ran).toBeGreaterThan((RUNS * LENGTH) / 4);
  });
});
