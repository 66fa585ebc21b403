import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The file of customer keys, each wrapped by the instance key; never part of a data backup. */
export interface KeyStore {
  get(owner: string): Buffer | undefined;
  /**
   * Stores a wrapped key unless there is one; returns the one that is kept, durably. Throws when the owner was erased.
   */
  add(owner: string, wrapped: Uint8Array): Buffer;
  /** The same for several, waiting for the disk beside the event loop; calls at the same time share one wait. */
  addAll(entries: readonly (readonly [owner: string, wrapped: Uint8Array])[]): Promise<Buffer[]>;
  destroy(owner: string): void;
  /** Writes a consistent copy to that path. */
  backup(path: string): void;
  count(): number;
  close(): void;
}

/** Opens (and makes) the key file. Every change is durable when the call returns. */
export function openKeyFile(path: string): KeyStore {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000;
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
  const log = openLog(path);
  const keep = (owner: string, wrapped: Uint8Array): Buffer => {
    insert.run(owner, wrapped);
    const kept = get(owner);
    if (!kept) throw new Error('this customer was erased');
    return kept;
  };
  return {
    get,
    add(owner, wrapped) {
      const kept = keep(owner, wrapped);
      log.syncNow();
      return kept;
    },
    async addAll(entries) {
      db.exec('BEGIN IMMEDIATE');
      let kept: Buffer[];
      try {
        kept = entries.map(([owner, wrapped]) => keep(owner, wrapped));
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
      await log.synced();
      return kept;
    },
    destroy(owner) {
      db.exec('BEGIN IMMEDIATE');
      db.prepare("INSERT OR IGNORE INTO erased VALUES (?, datetime('now'))").run(owner);
      db.prepare('DELETE FROM keys WHERE owner = ?').run(owner);
      db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
    },
    backup: (target) => void db.prepare('VACUUM INTO ?').run(target),
    count: () => (db.prepare('SELECT count(*) AS n FROM keys').get() as { n: number }).n,
    close() {
      log.close();
      db.close();
    },
  };
}

/**
 * The write-ahead log, synced by us: SQLite would block the event loop for it at every commit. One sync at a time;
 * whoever comes while it runs is covered by the next one.
 */
function openLog(path: string) {
  const file = path === ':memory:' ? undefined : openSync(`${path}-wal`, 'r+');
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> =>
    (running = new Promise<void>((resolve, reject) => {
      if (file === undefined) return resolve();
      fdatasync(file, (error) => (error ? reject(error) : resolve()));
    }).finally(() => (running = undefined)));
  return {
    synced(): Promise<void> {
      if (!running) return run();
      next ??= running
        .catch(() => undefined) // those who wait for it hear of it
        .then(() => {
          next = undefined;
          return run();
        });
      return next;
    },
    syncNow: () => file !== undefined && fdatasyncSync(file),
    close: () => file !== undefined && closeSync(file),
  };
}
