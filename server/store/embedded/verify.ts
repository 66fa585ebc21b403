import type { DatabaseSync } from 'node:sqlite';
import { docFrom, type Collection, type Stored } from './collection.ts';
import type { Index } from './index.ts';

/** What is wrong with a collection: damaged documents, and for each index what disagrees with the documents. */
export interface Verified {
  documents: number;
  /** Rows whose bytes are no document, or one without `_id` at its head. */
  corrupt: number[];
  errors: string[];
  indexes: { name: string; keys: number; missing: number; extra: number; errors: string[] }[];
}

type IndexState = Verified['indexes'][number] & { index: Index; expected: number };

const CHUNK = 200;

/**
 * Compares every document with the entries it must have in each index, and each index with the number of entries that
 * the documents give it; SQLite looks at the pages of all of them.
 */
export function verifyCollection(sql: DatabaseSync, collection: Collection): Verified {
  const verified: Verified = { documents: 0, corrupt: [], errors: pageErrors(sql, `c${collection.id}`), indexes: [] };
  const states = collection.indexes.map((index): IndexState => {
    const errors = pageErrors(sql, `i${index.id}`);
    return { name: index.name, keys: 0, missing: 0, extra: 0, errors, index, expected: 0 };
  });
  let rid = 0;
  for (let rows = collection.read(rid, false, CHUNK); rows.length > 0; rows = collection.read(rid, false, CHUNK)) {
    for (const row of rows) verifyRow(row, states, verified);
    rid = rows.at(-1)!.rid;
  }
  for (const { index, expected, ...state } of states) {
    const keys = index.count(Buffer.alloc(0), Buffer.from([255]), Number.MAX_SAFE_INTEGER);
    const extra = keys - (expected - state.missing);
    if (state.missing > 0) state.errors.push(`${index.name} lacks ${state.missing} entries`);
    if (extra !== 0) state.errors.push(`${index.name} has ${extra} entries that belong to no document`);
    verified.indexes.push({ ...state, keys, extra });
  }
  return verified;
}

function verifyRow(row: Stored, states: IndexState[], verified: Verified): void {
  verified.documents++;
  try {
    const doc = docFrom(row);
    if (Object.keys(doc)[0] !== '_id') throw new Error('no _id');
    for (const state of states) {
      const { keys, arrays } = state.index.entriesOf(doc);
      state.expected += keys.length;
      state.missing += keys.filter((key) => !state.index.has(key, row.rid)).length;
      if ((arrays & ~state.index.arrays) !== 0)
        state.errors.push(`${state.name} does not know that row ${row.rid} has arrays`);
    }
  } catch {
    verified.corrupt.push(row.rid);
  }
}

/** What SQLite says about the pages of one table. */
function pageErrors(sql: DatabaseSync, table: string): string[] {
  const found = sql.prepare(`PRAGMA quick_check(${table})`).all();
  return found.map((row) => String(row.quick_check)).filter((text) => text !== 'ok');
}
