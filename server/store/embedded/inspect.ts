import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { connect, reasonOf, UNIX, WITHOUT_LOCKS } from './connect.ts';
import { FORMAT, formatOf } from './migrate.ts';

export const APPLICATION_ID = 0x4f6d6275; // 'Ombu'
const PAGE = 4096;

/**
 * Throws in words when a file is in use, damaged, of another program or of a newer version. It looks at it without the
 * right to write: even closing it would copy a log into it.
 */
export function inspect(path: string): void {
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

/** True for a file that holds no tables yet. */
export function isEmpty(sql: DatabaseSync): boolean {
  return sql.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()!.tables === 0;
}
