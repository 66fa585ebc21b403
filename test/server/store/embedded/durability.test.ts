import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../../../server/store/embedded/start.ts';

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

/** Runs the writing process, kills it after `lines` acknowledgements, and answers all it acknowledged. */
function killed(lines: number, start: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./crash.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, String(start)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  return new Promise((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.on('close', () => done(output.split('\n').slice(0, -1)));
  });
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
      for (const line of await killed(400, round * 1_000_000)) acknowledged.add(line);
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

describe('a file', () => {
  it('is refused to a second process, in words', async () => {
    await open();
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/in use by another process/);
    expect(await client!.db('crash').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('of another program stays as it is', async () => {
    const file = join(dataDir, 'ombud.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    const before = readFileSync(file);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('that is no database stays as it is', async () => {
    const file = join(dataDir, 'ombud.db');
    writeFileSync(file, 'x'.repeat(5000));
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/damaged or no database/);
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(5000));
  });

  it('of a newer version is refused', async () => {
    await open();
    await stop();
    const file = new DatabaseSync(join(dataDir, 'ombud.db'));
    file.exec('PRAGMA user_version = 99');
    file.close();
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/newer version/);
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
    await killed(10, 0);
    const { socket } = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as { socket: string };
    expect(existsSync(socket)).toBe(true);
    await open();
    expect(existsSync(socket)).toBe(false);
  });
});
