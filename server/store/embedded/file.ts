import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
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
 * Opens (or makes) the store's SQLite file for this process alone. A file in use, damaged, of another program or of a
 * newer version stops it with words; such a file is never written to.
 */
export function openFile(path: string): DatabaseSync {
  const unclean = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
  const sql = new DatabaseSync(path);
  try {
    sql.exec('PRAGMA locking_mode = EXCLUSIVE');
    const { tables } = sql.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
    if (tables > 0) check(sql, path, unclean);
    sql.exec('PRAGMA journal_mode = WAL');
    // The log is synced by commit.ts; NORMAL still syncs it before a checkpoint.
    sql.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000; PRAGMA temp_store = MEMORY');
    sql.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864');
    sql.exec('BEGIN EXCLUSIVE');
    if (tables === 0) sql.exec(SCHEMA);
    sql.exec('COMMIT');
    migrate(sql);
    return sql;
  } catch (error) {
    sql.close();
    throw explain(error as Error & { errcode?: number }, path);
  }
}

function check(sql: DatabaseSync, path: string, unclean: boolean): void {
  const application = sql.prepare('PRAGMA application_id').get()!.application_id;
  if (application !== APPLICATION_ID) throw new Error(`${path} is a database of another program; it was left as it is`);
  const format = formatOf(sql);
  if (format > FORMAT) throw new Error(`${path} was written by a newer version of Ombud (format ${format})`);
  if (!unclean) return;
  const result = sql.prepare('PRAGMA quick_check').get()!.quick_check;
  if (result !== 'ok') throw new Error(`${path} is damaged (${String(result)}); restore it from a backup`);
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
