import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Load } from './store/load.ts';
import { startAndKill, startStore, type RunningStore } from './store/running.ts';

/**
 * `kill -9` of the embedded store under a mixed load of sixteen clients: every acknowledged write is there, nothing
 * that was refused is, and all indexes agree with the documents.
 */
const KILLS = process.env['OMBUD_FAULTS'] === 'full' ? 100 : 4;

let dataDir: string;
let store: RunningStore | undefined;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ombud-kill-'));
});
afterAll(async () => {
  await store?.kill();
  await rm(dataDir, { recursive: true, force: true });
});

test(`${KILLS} kills under load lose nothing`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
  const load = new Load();
  for (let round = 0; round < KILLS; round++) {
    store = await startStore(dataDir);
    await load.start(store.uri);
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 500));
    await store.kill();
    await load.ended();
    const unanswered = load.model.unanswered;
    // Recovery itself may be cut off as well.
    if (round % 4 === 0) await startAndKill(dataDir, 150 + Math.random() * 400);
    expect(await check(load), `after kill ${round + 1}, ${unanswered} unanswered`).toEqual([]);
  }
  const { acknowledged, refused } = load.model;
  console.log(`${KILLS} kills: ${acknowledged} writes acknowledged and there, ${refused.size} refused and not there`);
  expect(acknowledged).toBeGreaterThan(KILLS * 20);
});

/** On the next start, before anybody writes; ended well every second time. */
async function check(load: Load): Promise<string[]> {
  const again = await startStore(dataDir);
  try {
    const client = await new mongo.MongoClient(again.uri).connect();
    const wrong = await load.model.check(client.db('load'));
    await client.close();
    return wrong;
  } finally {
    await again.kill(load.model.acknowledged % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
  }
}
