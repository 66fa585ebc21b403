import type { DatabaseSync } from 'node:sqlite';
import { Catalog } from './catalog.ts';

/** Brings a file from one format to the next one. It runs inside a transaction, so a crash leaves the old format. */
export type Migration = (sql: DatabaseSync) => void;

/** Item i leads from format i + 1 to i + 2. What has been released stays as it is: files of any age must be opened. */
export const MIGRATIONS: readonly Migration[] = [rebuildIndexes];

/** The format that this version writes. */
export const FORMAT = MIGRATIONS.length + 1;

/** Brings an open file up to the present format, all at once or not at all. */
export function migrate(sql: DatabaseSync, migrations: readonly Migration[] = MIGRATIONS): void {
  const format = formatOf(sql);
  if (format > migrations.length) return;
  sql.exec('BEGIN EXCLUSIVE');
  try {
    for (const migration of migrations.slice(format - 1)) migration(sql);
    sql.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    sql.exec('COMMIT');
  } catch (error) {
    if (sql.isTransaction) sql.exec('ROLLBACK');
    throw error;
  }
}

/** The format of an open file. */
export function formatOf(sql: DatabaseSync): number {
  return sql.prepare('PRAGMA user_version').get()!.user_version as number;
}

/** Format 2: fields whose names are whole numbers stand in the keys of documents where they were written. */
function rebuildIndexes(sql: DatabaseSync): void {
  for (const collection of new Catalog(sql).collections.values()) {
    for (const index of collection.indexes) {
      sql.exec(`DELETE FROM i${index.id}`);
      collection.build(index);
    }
  }
}
