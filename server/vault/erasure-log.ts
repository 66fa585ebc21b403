import type { KeyDatabase } from './key-file.ts';

/** An item of the ledger that was erased. */
export interface ErasedItem {
  channel: string;
  account: string;
  key: string;
  content: string;
}

/** One erasure as it stands in the key file: ids only. It is the first thing that is written, and outlives the data. */
export interface LoggedErasure {
  /** Hex id. */
  id: string;
  /** ISO 8601. */
  at: string;
  /** Whose keys were destroyed: hex ids of customers, and keys of their raw items. */
  owners: string[];
  /** Who asked for it. */
  by: { kind: 'agent' | 'system'; id?: string; name: string };
  /** What the ledger knows their items by, keyed hashes all: what comes again is known to be theirs. */
  items: ErasedItem[];
}

/** Who was erased: no key of theirs is ever made again, whatever backup is restored. */
export interface ErasureLog {
  /** Destroys the keys and logs it, in one durable step. The same again changes nothing. */
  write(erasure: LoggedErasure): void;
  has(owner: string): boolean;
  /** The erasure with this id. */
  find(id: string): LoggedErasure | undefined;
  all(): LoggedErasure[];
}

export function openErasureLog(file: KeyDatabase): ErasureLog {
  const { db } = file;
  const find = db.prepare('SELECT 1 FROM erased WHERE owner = ?');
  return {
    write: (erasure) => file.destructive(() => writeErasure(file, erasure)),
    find: (id) => {
      const row = db.prepare('SELECT entry FROM erasures WHERE id = ?').get(id) as { entry: string } | undefined;
      return row && (JSON.parse(row.entry) as LoggedErasure);
    },
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
