import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'bson';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCommand } from '../../../../server/store/embedded/run.ts';
import { Store } from '../../../../server/store/embedded/store.ts';
import type { Document } from './open.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ombud-test-'));
  store = new Store(join(folder, 'ombud.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function run(command: Document): Promise<Document> {
  const body = Buffer.from(serialize({ ...command, $db: 'test' }));
  return new Promise((done) =>
    runCommand(store, { body, sequences: [], room: 0 }, (reply) => done(deserialize(reply))),
  );
}

const insert = (id: number) => run({ insert: 'a', documents: [{ _id: id, text: 'x'.repeat(3000) }] });

it('a full disk refuses writes, loses nothing acknowledged, and takes writes again when there is space', async () => {
  await run({ createIndexes: 'a', indexes: [{ key: { text: 1 }, name: 'text' }] });
  const { page_count: pages } = store.sql.prepare('PRAGMA page_count').get() as { page_count: number };
  store.sql.exec(`PRAGMA max_page_count = ${pages + 60}`);
  const acknowledged: number[] = [];
  for (let group = 0; group < 8; group++) {
    const ids = Array.from({ length: 5 }, (_, i) => group * 5 + i);
    const replies = await Promise.all(ids.map(insert));
    replies.forEach((reply, i) => {
      if (reply.ok === 1 && !reply.writeErrors) acknowledged.push(ids[i]!);
      else expect(reply).toMatchObject({ ok: 0, code: 14031, codeName: 'OutOfDiskSpace' });
    });
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.length).toBeLessThan(40);
  const found = async () =>
    ((await run({ find: 'a', projection: { _id: 1 }, sort: { _id: 1 } })).cursor.firstBatch as Document[]).map(
      ({ _id }) => _id as number,
    );
  expect(await found()).toEqual(acknowledged);
  expect(await run({ validate: 'a' })).toMatchObject({ valid: true });
  store.sql.exec('PRAGMA max_page_count = 1000000');
  expect(await insert(100)).toMatchObject({ n: 1, ok: 1 });
  expect(await found()).toEqual([...acknowledged, 100]);
});

it('writes of one turn are answered together, a refused one alone', async () => {
  await insert(1);
  const replies = await Promise.all([insert(2), insert(1), insert(3), run({ count: 'a' })]);
  expect(replies.map(({ n, writeErrors }) => [n, writeErrors?.[0]?.code])).toEqual([
    [1, undefined],
    [0, 11000],
    [1, undefined],
    [3, undefined],
  ]);
});
