import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The SQLite file of keys, and its way to the disk. */
export interface KeyDatabase {
  path: string;
  db: DatabaseSync;
  transaction<T>(run: () => T): T;
  /** The same, and when it returns nothing that was deleted can be found in the file or beside it. */
  destructive<T>(run: () => T): T;
  syncNow(): void;
  synced(): Promise<void>;
  /** `single`: without a log beside it, so that it can be copied as one file. */
  close(single?: boolean): void;
}

/** Keys of raw items have owners that begin so; all others are customers. */
export const ITEM = 'raw/';
/** The condition for them in SQL. */
export const ITEMS = `owner >= '${ITEM}' AND owner < 'raw0'`;

const TABLES = `
  CREATE TABLE IF NOT EXISTS keys (owner TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ring (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erased (owner TEXT PRIMARY KEY, erasure TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erasures (id TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS copies (path TEXT PRIMARY KEY, id TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`;
/** Readers in other processes are done in microseconds. */
const CHECKPOINTS = 50;

/** Opens (and makes) the file with its tables. */
export function openKeyDatabase(path: string): KeyDatabase {
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON',
  );
  db.exec(TABLES);
  const log = openLog(path);
  const transaction = <T>(run: () => T): T => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    path,
    db,
    transaction,
    destructive(run) {
      const result = transaction(run);
      log.syncNow();
      for (let i = 0; i < CHECKPOINTS && isBusy(db); i++);
      return result;
    },
    syncNow: log.syncNow,
    synced: log.synced,
    close(single = false) {
      log.close();
      if (single) db.exec('PRAGMA journal_mode = DELETE');
      db.close();
    },
  };
}

/** True when somebody reads, so that the write-ahead log could not be emptied. */
const isBusy = (db: DatabaseSync): boolean =>
  (db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }).busy !== 0;

/**
 * The write-ahead log, synced by us: SQLite would block the event loop for it at every commit. One sync at a time;
 * whoever comes while it runs is covered by the next one.
 */
function openLog(path: string) {
  const file = path === ':memory:' ? undefined : openSync(`${path}-wal`, 'r+');
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> =>
    (running = new Promise<void>((resolve, reject) => {
      if (file === undefined) return resolve();
      fdatasync(file, (error) => (error ? reject(error) : resolve()));
    }).finally(() => (running = undefined)));
  return {
    synced(): Promise<void> {
      if (!running) return run();
      next ??= running
        .catch(() => undefined) // those who wait for it hear of it
        .then(() => {
          next = undefined;
          return run();
        });
      return next;
    },
    syncNow: () => file !== undefined && fdatasyncSync(file),
    close: () => file !== undefined && closeSync(file),
  };
}
