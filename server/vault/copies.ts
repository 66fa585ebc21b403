import { randomUUID } from 'node:crypto';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { writeErasure, type LoggedErasure } from './erasure-log.ts';
import { openKeyDatabase, type KeyDatabase } from './key-file.ts';
import { adoptKeys, readKeys, type KeyRow } from './key-rows.ts';

/** A backup of the key file, where it was written. */
export interface Copy {
  /** Stands in the copy too. */
  id: string;
  path: string;
  /** ISO 8601. */
  at: string;
}

/** The backups of this key file: an erasure reaches into them. */
export interface Copies {
  /**
   * Keys of raw items that are needed now and may not be any more in a moment, when their items belong to a customer:
   * taken before a backup of the data is begun, and given to `write` after it.
   */
  itemKeys(): KeyRow[];
  /** Writes a consistent copy to that path and remembers where it is. `at` is ISO 8601. */
  write(path: string, at: string, itemKeys?: readonly KeyRow[]): void;
  all(): Copy[];
  /** Those of an earlier key file that this one replaces. */
  adopt(copies: readonly Copy[]): void;
  /** It does not exist any more: certificates need not name it. False when it was not known. */
  forget(path: string): boolean;
  /** Destroys what was erased in all copies that can be reached, in their logs as well; says which could not. */
  erase(erasures: readonly LoggedErasure[]): { reached: Copy[]; unreached: Copy[] };
}

export function openCopies(file: KeyDatabase): Copies {
  const { db } = file;
  const all = () => db.prepare('SELECT path, id, at FROM copies ORDER BY at, path').all() as unknown as Copy[];
  return {
    itemKeys: () => readKeys(file, 'items'),
    write(path, at, itemKeys = []) {
      const id = randomUUID();
      writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
      db.prepare('VACUUM INTO ?').run(path);
      changeFile(path, (copy) => {
        copy.db.prepare("INSERT OR REPLACE INTO meta VALUES ('copy', ?)").run(id);
        adoptKeys(copy, itemKeys);
      });
      db.prepare('INSERT OR REPLACE INTO copies VALUES (?, ?, ?)').run(realpathSync(path), id, at);
      file.syncNow();
    },
    all,
    adopt(copies) {
      const put = db.prepare('INSERT OR REPLACE INTO copies VALUES (?, ?, ?)');
      for (const { path, id, at } of copies) put.run(path, id, at);
    },
    forget: (path) => db.prepare('DELETE FROM copies WHERE path = ?').run(path).changes > 0,
    erase(erasures) {
      const reached: Copy[] = [];
      const unreached: Copy[] = [];
      for (const copy of all()) (eraseIn(copy, erasures) ? reached : unreached).push(copy);
      return { reached, unreached };
    },
  };
}

/** False when it is not there any more, not writable, or another file by now. */
function eraseIn({ path, id }: Copy, erasures: readonly LoggedErasure[]): boolean {
  try {
    if (!existsSync(path) || copyId(path) !== id) return false;
    applyErasures(path, erasures);
    return true;
  } catch {
    return false;
  }
}

/** Destroys what was erased in a backup of the keys, wherever it comes from. Throws when it is none. */
export function eraseInBackup(path: string, erasures: readonly LoggedErasure[]): void {
  let id: string | undefined;
  try {
    id = existsSync(path) ? copyId(path) : undefined;
  } catch {
    id = undefined;
  }
  if (id === undefined) throw new Error(`${path} is no backup of the keys.`);
  applyErasures(path, erasures);
}

function applyErasures(path: string, erasures: readonly LoggedErasure[]): void {
  changeFile(path, (copy) =>
    copy.destructive(() => {
      for (const erasure of erasures) writeErasure(copy, erasure);
    }),
  );
}

function copyId(path: string): string | undefined {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return (db.prepare("SELECT value FROM meta WHERE name = 'copy'").get() as { value: string } | undefined)?.value;
  } finally {
    db.close();
  }
}

/** Leaves it as one file, without a log beside it. */
function changeFile(path: string, change: (copy: KeyDatabase) => void): void {
  const copy = openKeyDatabase(path);
  try {
    change(copy);
  } finally {
    copy.close(true);
  }
}
