import type { KeyDatabase } from './key-file.ts';

/** One erasure as it stands in the key file: ids only. It is the first thing that is written, and outlives the data. */
export interface LoggedErasure {
  /** Hex id. */
  id: string;
  /** ISO 8601. */
  at: string;
  /** Whose keys were destroyed: hex ids of customers, and keys of their raw items. */
  owners: string[];
  /** Who asked for it. */
  by: { kind: string; id?: string; name: string };
}

/** Who was erased: no key of theirs is ever made again, whatever backup is restored. */
export interface ErasureLog {
  /** Destroys the keys and logs it, in one durable step. The same again changes nothing. */
  write(erasure: LoggedErasure): void;
  has(owner: string): boolean;
  all(): LoggedErasure[];
}

export function openErasureLog(file: KeyDatabase): ErasureLog {
  const { db } = file;
  const find = db.prepare('SELECT 1 FROM erased WHERE owner = ?');
  return {
    write: (erasure) => file.destructive(() => writeErasure(file, erasure)),
    has: (owner) => find.get(owner) !== undefined,
    all: () =>
      (db.prepare('SELECT entry FROM erasures ORDER BY id').all() as { entry: string }[]).map(
        ({ entry }) => JSON.parse(entry) as LoggedErasure,
      ),
  };
}

/** Within a transaction. */
export function writeErasure({ db }: KeyDatabase, erasure: LoggedErasure): void {
  db.prepare('INSERT INTO erasures VALUES (?, ?) ON CONFLICT DO UPDATE SET entry = excluded.entry').run(
    erasure.id,
    JSON.stringify(erasure),
  );
  const mark = db.prepare('INSERT OR IGNORE INTO erased VALUES (?, ?)');
  const destroy = db.prepare('DELETE FROM keys WHERE owner = ?');
  for (const owner of erasure.owners) {
    mark.run(owner, erasure.id);
    destroy.run(owner);
  }
}
