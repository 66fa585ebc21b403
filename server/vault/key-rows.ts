import { ITEMS, type KeyDatabase } from './key-file.ts';

/** A wrapped key with its owner. */
export type KeyRow = readonly [owner: string, wrapped: Uint8Array];

/** Keys of raw items whose customer is not known, or all keys. */
export function readKeys({ db }: KeyDatabase, which: 'items' | 'all'): KeyRow[] {
  const rows = db.prepare(`SELECT owner, wrapped FROM keys ${which === 'items' ? `WHERE ${ITEMS}` : ''}`).all();
  return (rows as { owner: string; wrapped: Uint8Array }[]).map(({ owner, wrapped }) => [owner, wrapped] as const);
}

/** Adds keys that are wrapped already, by the same instance key: those that are not there and that nobody erased. */
export function adoptKeys(file: KeyDatabase, rows: readonly KeyRow[]): void {
  const add = file.db.prepare(
    'INSERT OR IGNORE INTO keys SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE owner = ?1)',
  );
  file.transaction(() => {
    for (const [owner, wrapped] of rows) add.run(owner, wrapped);
  });
  file.syncNow();
}

/** Takes keys away; until the log is emptied they can still be found in it. */
export function removeKeys(file: KeyDatabase, owners: readonly string[]): void {
  const remove = file.db.prepare('DELETE FROM keys WHERE owner = ?');
  file.transaction(() => {
    for (const owner of owners) remove.run(owner);
  });
}
