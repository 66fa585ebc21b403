import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../../server/store/embedded/start.ts';
import { CommandLine } from '../../support/ombud.ts';

const line = new CommandLine();
/** The source is the embedded store whatever the other tests run on. */
const env = { DATA_DIR: join(line.folder, 'source') };
const dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
let target: Embedded;
let uri: string;
let client: mongo.MongoClient;

beforeAll(async () => {
  target = await startEmbedded({ dataDir, port: 0 });
  uri = target.uri.replace('/ombud', '/moved');
  client = await new mongo.MongoClient(target.uri).connect();
  expect(await line.run(['demo'], env)).toMatchObject({ code: 0 });
}, 60_000);
afterAll(async () => {
  await client.close();
  await target.stop();
  rmSync(dataDir, { recursive: true });
  line.remove();
});

describe('move', () => {
  it('refuses what is no address, or a store that is not embedded', async () => {
    expect(await line.run(['move'], env)).toMatchObject({ code: 1, err: expect.stringContaining('--to') });
    const elsewhere = await line.run(['move', '--to', uri], { ...env, MONGODB_URI: uri });
    expect(elsewhere).toMatchObject({ code: 1, err: expect.stringContaining('MONGODB_URI is set') });
  });

  it('copies every collection with its indexes and compares both sides', async () => {
    const moved = await line.run(['move', '--to', uri], env);
    expect(moved).toMatchObject({ code: 0, err: '' });
    expect(moved.out).toMatch(/^tickets: 60 of 60 documents, equal \([0-9a-f]{16}\)$/m);
    expect(moved.out).not.toContain('NOT EQUAL');
    const tickets = client.db('moved').collection('tickets');
    const source = await startEmbedded({ dataDir: env.DATA_DIR });
    const other = await new mongo.MongoClient(source.uri).connect();
    try {
      const before = other.db('ombud').collection('tickets');
      expect(await tickets.indexes()).toEqual(await before.indexes());
      // Those that let documents expire as well, which are made when all has been compared.
      const events = await client.db('moved').collection('events').indexes();
      expect(events.filter(({ expireAfterSeconds: after }) => after)).toHaveLength(1);
      expect(await tickets.find().sort({ _id: 1 }).toArray()).toEqual(await before.find().sort({ _id: 1 }).toArray());
    } finally {
      await other.close();
      await source.stop();
    }
  }, 60_000);

  it('serves the moved data as the store of the house', async () => {
    const doctor = await line.run(['backup', join(line.folder, 'backup')], { ...env, MONGODB_URI: uri });
    expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining('keys of 60 customers') });
  });

  it('refuses a target that is not empty', async () => {
    const again = await line.run(['move', '--to', uri], env);
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/not empty.*drop its database moved/) });
  });
});
