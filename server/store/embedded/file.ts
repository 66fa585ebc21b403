import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { FORMAT, formatOf, migrate } from './migrate.ts';

const APPLICATION_ID = 0x4f6d6275; // 'Ombu'

const SCHEMA = `
  CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL UNIQUE,
    options BLOB NOT NULL);
  CREATE TABLE indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, spec BLOB NOT NULL,
    arrays INTEGER NOT NULL DEFAULT 0);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/**
 * SQLite's ways of locking a file: it is kept to one process, whose threads share it, and the index of the log stays in
 * memory. On Windows, which has no such way, one connection keeps the file to itself.
 */
const UNIX = process.platform !== 'win32';
const [ALONE, WITHOUT_LOCKS] = UNIX ? ['unix-excl', 'unix-none'] : [undefined, undefined];

const PAGE = 4096;

/**
 * Opens (or makes) the store's SQLite file for this process alone. A file in use, damaged, of another program or of a
 * newer version stops it with words; such a file is never written to.
 */
export function openFile(path: string): DatabaseSync {
  try {
    if (existsSync(path)) inspect(path);
    const sql = connect(path, ALONE, false);
    try {
      if (!UNIX) sql.exec('PRAGMA locking_mode = EXCLUSIVE');
      prepare(sql);
      return sql;
    } catch (error) {
      sql.close();
      throw error;
    }
  } catch (error) {
    throw explain(error as SqliteError, path);
  }
}

type SqliteError = Error & { errcode?: number };

function connect(path: string, vfs: string | undefined, readOnly: boolean): DatabaseSync {
  const url = pathToFileURL(resolve(path));
  if (vfs) url.searchParams.set('vfs', vfs);
  return new DatabaseSync(url, { readOnly });
}

/** Looks at a file without the right to write: even closing it would copy a log into it. */
function inspect(path: string): void {
  if (isBeingMade(path)) return;
  if (UNIX) refuseInUse(path);
  const unclean = sizeOf(`${path}-wal`) > 0;
  const sql = connect(path, WITHOUT_LOCKS, true);
  try {
    // So it makes no file for the index of the log either.
    if (UNIX) sql.exec('PRAGMA locking_mode = EXCLUSIVE');
    if (isEmpty(sql)) return;
    const application = sql.prepare('PRAGMA application_id').get()!.application_id;
    if (application !== APPLICATION_ID)
      throw new Error(`${path} is a database of another program; it was left as it is`);
    const format = formatOf(sql);
    if (format > FORMAT) throw new Error(`${path} was written by a newer version of Ombud (format ${format})`);
    if (!unclean) return;
    const result = sql.prepare('PRAGMA quick_check').get()!.quick_check;
    if (result !== 'ok') throw new Error(`${path} is damaged (${String(result)}); restore it from a backup`);
  } finally {
    sql.close();
  }
}

/** A process was killed when it had just begun to make the file. */
function isBeingMade(path: string): boolean {
  return sizeOf(path) <= PAGE && sizeOf(`${path}-journal`) > 0;
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** A connection that may not write cannot get the lock it asks for here; but what it says tells who has it. */
function refuseInUse(path: string): void {
  const sql = connect(path, 'unix', true);
  try {
    sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA schema_version');
  } catch (error) {
    if (reasonOf(error) === 5) throw error;
  } finally {
    sql.close();
  }
}

function reasonOf(error: unknown): number {
  return ((error as SqliteError).errcode ?? 0) & 255;
}

function prepare(sql: DatabaseSync): void {
  const fresh = isEmpty(sql);
  sql.exec('PRAGMA journal_mode = WAL');
  // commit.ts syncs the log and has it copied into the file; NORMAL still syncs both when that is done.
  sql.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY');
  sql.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864');
  sql.exec('BEGIN EXCLUSIVE');
  if (fresh) sql.exec(SCHEMA);
  sql.exec('COMMIT');
  foldLog(sql);
  migrate(sql);
}

/**
 * Copies what the last process left in the log into the file. Nobody knows whether that one's last sync had failed,
 * after which the log may be whole in memory but not on the disk; what is copied is synced once more.
 */
function foldLog(sql: DatabaseSync): void {
  try {
    sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (reasonOf(error) !== 13) throw error; // a full disk
  }
}

function isEmpty(sql: DatabaseSync): boolean {
  return sql.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()!.tables === 0;
}

function explain(error: SqliteError, path: string): Error {
  switch (reasonOf(error)) {
    case 5:
    case 6:
      return new Error(`${path} is in use by another process`, { cause: error });
    case 8:
      return new Error(`${path} is an unfinished database of another program; it was left as it is`, { cause: error });
    case 11:
    case 26:
      return new Error(`${path} is damaged or no database; it was left as it is`, { cause: error });
    case 13:
      return new Error(`No space left on the disk for ${path}`, { cause: error });
    case 14:
      return new Error(`${path} cannot be opened: check that its folder exists and may be written`, { cause: error });
    default:
      return error;
  }
}
