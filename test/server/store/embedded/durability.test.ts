import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../../../server/store/embedded/start.ts';
import { killed } from './killed.ts';

let dataDir: string;
let running: Embedded | undefined;
let client: mongo.MongoClient | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

async function open() {
  running = await startEmbedded({ dataDir });
  client = await new mongo.MongoClient(running.uri).connect();
  return client.db('crash');
}

async function stop() {
  await client?.close();
  await running?.stop();
  client = running = undefined;
}

describe('what was acknowledged', () => {
  it('is there after a restart, with its indexes', async () => {
    let db = await open();
    await db.collection('a').createIndex({ k: 1 }, { unique: true });
    await db.collection('a').insertMany([{ k: 1 }, { k: 2 }]);
    await stop();
    db = await open();
    expect(await db.collection('a').countDocuments({ k: { $gt: 0 } })).toBe(2);
    await expect(db.collection('a').insertOne({ k: 2 })).rejects.toMatchObject({ code: 11000 });
    expect((await db.collection('a').indexes()).map(({ name }) => name)).toEqual(['_id_', 'k_1']);
  });

  it('is there after kill -9 in the middle of writing, three times', async () => {
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round++) {
      for (const line of await killed(dataDir, 400, round * 1_000_000)) acknowledged.add(line);
      const db = await open();
      const rows = new Map(
        (await db.collection<{ _id: number; n: number }>('rows').find().toArray()).map((row) => [row._id, row]),
      );
      const lost = [...acknowledged].filter((line) => {
        const row = rows.get(Number(line.slice(1)));
        return line.startsWith('i') ? !row : row?.n !== Number(line.slice(1));
      });
      expect(lost).toEqual([]);
      expect(await db.command({ validate: 'rows' })).toMatchObject({ valid: true });
      await stop();
    }
    expect(acknowledged.size).toBeGreaterThan(1000);
  });
});

describe('the socket', () => {
  it('lies in a folder that only its owner may enter, named in store.json, and goes with the store', async () => {
    await open();
    const note = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as {
      pid: number;
      uri: string;
      socket: string;
    };
    expect(note).toMatchObject({ pid: process.pid, uri: running!.uri });
    expect(statSync(dirname(note.socket)).mode & 0o777).toBe(0o700);
    await stop();
    expect(existsSync(dirname(note.socket))).toBe(false);
    expect(existsSync(join(dataDir, 'store.json'))).toBe(false);
  });

  it('that a killed process left is cleared away', async () => {
    await killed(dataDir, 10, 0);
    const { socket } = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as { socket: string };
    expect(existsSync(socket)).toBe(true);
    await open();
    expect(existsSync(socket)).toBe(false);
  });
});
