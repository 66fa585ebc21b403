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
 * SQLite's way of keeping a file to one process: its threads share the file, and the index of its log stays in memory.
 * On Windows, which has no such way, the connection keeps the file to itself.
 */
const SHARES_WITH_THREADS = process.platform !== 'win32';

/**
 * Opens (or makes) the store's SQLite file for this process alone. A file in use, damaged, of another program or of a
 * newer version stops it with words; such a file is never written to.
 */
export function openFile(path: string): DatabaseSync {
  try {
    if (existsSync(path)) inspect(path);
    const sql = connect(path);
    try {
      prepare(sql);
      return sql;
    } catch (error) {
      sql.close();
      throw error;
    }
  } catch (error) {
    throw explain(error as Error & { errcode?: number }, path);
  }
}

/** Looks at a file without the right to write: even closing it would copy a log into it. */
function inspect(path: string): void {
  const unclean = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
  const sql = connect(path, true);
  try {
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

function connect(path: string, readOnly = false): DatabaseSync {
  const url = pathToFileURL(resolve(path));
  if (SHARES_WITH_THREADS) url.searchParams.set('vfs', 'unix-excl');
  const sql = new DatabaseSync(url, { readOnly });
  if (!SHARES_WITH_THREADS) sql.exec('PRAGMA locking_mode = EXCLUSIVE');
  return sql;
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
    const isFull = (error as { errcode?: number }).errcode === 13;
    if (!isFull) throw error;
  }
}

function isEmpty(sql: DatabaseSync): boolean {
  return sql.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()!.tables === 0;
}

function explain(error: Error & { errcode?: number }, path: string): Error {
  switch ((error.errcode ?? 0) & 255) {
    case 5:
    case 6:
      return new Error(`${path} is in use by another process`, { cause: error });
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
