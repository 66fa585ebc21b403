import { DatabaseSync } from 'node:sqlite';

/** The file of customer keys, each wrapped by the instance key; never part of a data backup. */
export interface KeyStore {
  get(owner: string): Buffer | undefined;
  /** Stores a wrapped key unless there is one; returns the one that is kept. Throws when the owner was erased. */
  add(owner: string, wrapped: Uint8Array): Buffer;
  destroy(owner: string): void;
  /** What is added inside becomes durable together, when it has ended. */
  together<T>(add: () => T): T;
  /** Writes a consistent copy to that path. */
  backup(path: string): void;
  count(): number;
  close(): void;
}

/** Opens (and makes) the key file. Every change is durable when the call returns. */
export function openKeyFile(path: string): KeyStore {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;
    CREATE TABLE IF NOT EXISTS keys (owner TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS erased (owner TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID`);
  const select = db.prepare('SELECT wrapped FROM keys WHERE owner = ?');
  const insert = db.prepare(
    'INSERT INTO keys SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM erased WHERE owner = ?1) ON CONFLICT DO NOTHING',
  );
  const get = (owner: string): Buffer | undefined => {
    const row = select.get(owner) as { wrapped: Uint8Array } | undefined;
    return row && Buffer.from(row.wrapped);
  };
  return {
    get,
    add(owner, wrapped) {
      insert.run(owner, wrapped);
      const kept = get(owner);
      if (!kept) throw new Error('this customer was erased');
      return kept;
    },
    destroy(owner) {
      db.exec('BEGIN IMMEDIATE');
      db.prepare("INSERT OR IGNORE INTO erased VALUES (?, datetime('now'))").run(owner);
      db.prepare('DELETE FROM keys WHERE owner = ?').run(owner);
      db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
    },
    together(add) {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = add();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    backup: (target) => void db.prepare('VACUUM INTO ?').run(target),
    count: () => (db.prepare('SELECT count(*) AS n FROM keys').get() as { n: number }).n,
    close: () => db.close(),
  };
}
