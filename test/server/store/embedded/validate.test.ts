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

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ombud-test-'));
  store = new Store(join(folder, 'ombud.db'));
  await run({ createIndexes: 'a', indexes: [{ key: { tags: 1, n: -1 }, name: 'tags_n' }] });
  await run({ insert: 'a', documents: Array.from({ length: 300 }, (_, n) => ({ _id: n, n, tags: ['x', `y${n}`] })) });
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

const tables = () => {
  const { id, indexes } = store.find('test.a')!;
  return { docs: `c${id}`, ids: `i${indexes[0]!.id}`, tags: `i${indexes[1]!.id}` };
};

it('finds nothing wrong with a sound collection', async () => {
  expect(await run({ validate: 'a' })).toMatchObject({
    valid: true,
    nrecords: 300,
    nIndexes: 2,
    keysPerIndex: { _id_: 300, tags_n: 600 },
    indexDetails: { _id_: { valid: true }, tags_n: { valid: true } },
    errors: [],
    corruptRecords: [],
  });
});

it.each([
  ['an entry that is missing', 'DELETE FROM $tags WHERE rid = 7', ['tags_n lacks 2 entries']],
  [
    'an entry of no document',
    "INSERT INTO $ids VALUES (x'1122', 9999)",
    ['_id_ has 1 entries that belong to no document'],
  ],
  [
    'an entry that leads elsewhere',
    'UPDATE $ids SET rid = 5 WHERE rid = 6',
    ['_id_ lacks 1 entries', '_id_ has 1 entries that belong to no document'],
  ],
  [
    'a document that is gone',
    'DELETE FROM $docs WHERE rid = 300',
    ['_id_ has 1 entries that belong to no document', 'tags_n has 2 entries that belong to no document'],
  ],
  ['an index that knows of no arrays', 'UPDATE indexes SET arrays = 0', ['tags_n does not know that row 1 has arrays']],
])('finds %s', async (_name, damage, expected) => {
  store.sql.exec(damage.replace(/\$(\w+)/g, (_all, name: 'docs') => tables()[name]));
  store.catalog.refresh();
  const { valid, errors } = await run({ validate: 'a' });
  expect([valid, (errors as string[]).slice(0, expected.length)]).toEqual([false, expected]);
});

it('finds documents whose bytes are damaged', async () => {
  store.sql.exec(`UPDATE ${tables().docs} SET doc = x'0500000000' WHERE rid IN (3, 4)`);
  store.sql.exec(`UPDATE ${tables().docs} SET doc = x'ff' WHERE rid = 5`);
  expect(await run({ validate: 'a' })).toMatchObject({
    valid: false,
    nInvalidDocuments: 3,
    errors: expect.arrayContaining(['3 documents are damaged']),
    indexDetails: { tags_n: { valid: false } },
  });
});
