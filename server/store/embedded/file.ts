import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { ALONE, connect, reasonOf, UNIX, type SqliteError } from './connect.ts';
import { APPLICATION_ID, inspect, isEmpty } from './inspect.ts';
import { FORMAT, migrate } from './migrate.ts';

const SCHEMA = `
  CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, namespace TEXT NOT NULL UNIQUE,
    options BLOB NOT NULL);
  CREATE TABLE indexes (id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, spec BLOB NOT NULL,
    arrays INTEGER NOT NULL DEFAULT 0);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

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

/** A second connection to a file that this process has open; it may copy the log, but changes nothing. */
export function openBeside(path: string): DatabaseSync {
  const sql = connect(path, ALONE, false);
  sql.exec('PRAGMA query_only = ON; PRAGMA busy_timeout = 2000; PRAGMA synchronous = NORMAL');
  sql.exec('PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0');
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
    if (reasonOf(error) !== 13) throw error; // a full disk
  }
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
