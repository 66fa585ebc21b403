import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/**
 * SQLite's ways of locking a file: it is kept to one process, whose threads share it, and the index of the log stays in
 * memory. On Windows, which has no such way, one connection keeps the file to itself.
 */
export const UNIX = process.platform !== 'win32';
export const [ALONE, WITHOUT_LOCKS] = UNIX ? ['unix-excl', 'unix-none'] : [undefined, undefined];

/** What node:sqlite throws; the lowest byte of `errcode` is SQLite's primary result code. */
export type SqliteError = Error & { errcode?: number };

/** Opens a file with a way of locking, or with the system's default. */
export function connect(path: string, vfs: string | undefined, readOnly: boolean): DatabaseSync {
  const url = pathToFileURL(resolve(path));
  if (vfs) url.searchParams.set('vfs', vfs);
  return new DatabaseSync(url, { readOnly });
}

/** SQLite's primary result code of an error (https://www.sqlite.org/rescode.html); 0 when it has none. */
export function reasonOf(error: unknown): number {
  return ((error as SqliteError).errcode ?? 0) & 255;
}
