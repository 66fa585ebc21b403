import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../../server/store/embedded/migrate.ts';
import { startEmbedded } from '../../../../server/store/embedded/start.ts';

/** Written by a version of format 1: 20 documents with fields named 2024 and 2023, and five indexes. */
const FIXTURE = fileURLToPath(new URL('./format-1.db', import.meta.url));

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
  copyFileSync(FIXTURE, join(dataDir, 'ombud.db'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function withFile<T>(use: (sql: DatabaseSync) => T): T {
  const sql = new DatabaseSync(join(dataDir, 'ombud.db'));
  try {
    return use(sql);
  } finally {
    sql.close();
  }
}
const format = () => withFile((sql) => sql.prepare('PRAGMA user_version').get()!.user_version);

async function withStore<T>(use: (db: mongo.Db) => Promise<T>): Promise<T> {
  const store = await startEmbedded({ dataDir });
  const client = await new mongo.MongoClient(store.uri).connect();
  try {
    return await use(client.db('test'));
  } finally {
    await client.close();
    await store.stop();
  }
}

describe('a file of format 1', () => {
  it('is brought to the present format with all it holds, once', async () => {
    expect(format()).toBe(1);
    for (let time = 0; time < 2; time++) {
      await withStore(async (db) => {
        const years = db.collection<{ _id: number }>('years');
        const sales = { total: 1, 2024: 7, 2023: 13 };
        expect(await years.find({ sales }).toArray()).toMatchObject([{ _id: 7 }]);
        const plan = await years.find({ sales }).explain();
        expect(plan.queryPlanner.winningPlan.inputStage).toMatchObject({ stage: 'IXSCAN', indexName: 'sales' });
        await expect(years.insertOne({ _id: 99, sales } as never)).rejects.toMatchObject({ code: 11000 });
        expect(await years.countDocuments({ tags: 't1' })).toBe(5);
        expect((await years.indexes()).map(({ name }) => name)).toEqual(['_id_', 'sales', 'tags', 'at', 'code']);
        expect(await db.command({ validate: 'years' })).toMatchObject({ valid: true, nrecords: 20 });
        expect(await db.collection('notes').findOne({}, { projection: { _id: 0 } })).toEqual({ text: 'żółw' });
        await expect(db.collection('notes').insertOne({ text: 5 })).rejects.toMatchObject({ code: 121 });
      });
      expect(format()).toBe(2);
    }
  });
});

describe('migrations', () => {
  const makeTable = (name: string) => (sql: DatabaseSync) => sql.exec(`CREATE TABLE ${name} (x)`);
  const tables = () =>
    withFile((sql) => sql.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'm_'`).all()).map(({ name }) => name);

  it('run in order, those that are missing, each once', () => {
    const ran: number[] = [];
    const steps = [1, 2, 3].map((step) => () => void ran.push(step));
    withFile((sql) => migrate(sql, steps.slice(0, 1)));
    withFile((sql) => migrate(sql, steps));
    withFile((sql) => migrate(sql, steps));
    expect(ran).toEqual([1, 2, 3]);
    expect(format()).toBe(4);
  });

  it('leave the file as it was when one fails, and run again', () => {
    const broken = () => {
      throw new Error('no');
    };
    expect(() => withFile((sql) => migrate(sql, [makeTable('m1'), broken]))).toThrow('no');
    expect([format(), tables()]).toEqual([1, []]);
    withFile((sql) => migrate(sql, [makeTable('m1'), makeTable('m2')]));
    expect([format(), tables()]).toEqual([3, ['m1', 'm2']]);
  });
});
