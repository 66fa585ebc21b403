import type { DatabaseSync } from 'node:sqlite';
import { openCopies, type Copies } from './copies.ts';
import { ErasedError } from './data-keys.ts';
import { openErasureLog, type ErasureLog } from './erasure-log.ts';
import { ITEMS, openKeyDatabase } from './key-file.ts';
import { adoptKeys, readKeys, removeKeys, type KeyRow } from './key-rows.ts';
import { openRing, type RingStore } from './ring.ts';

/** The file of keys, each wrapped by the instance key; never part of a data backup. */
export interface KeyStore {
  get(owner: string): Buffer | undefined;
  /**
   * Stores a wrapped key unless there is one; returns the one that is kept, durably. Throws ErasedError when the owner
   * was erased.
   */
  add(owner: string, wrapped: Uint8Array): Buffer;
  /** The same for several, waiting for the disk beside the event loop; calls at the same time share one wait. */
  addAll(rows: readonly KeyRow[]): Promise<Buffer[]>;
  all(): KeyRow[];
  /** Adds those that are not there, and that nobody erased, as they are. */
  adopt(rows: readonly KeyRow[]): void;
  /** Takes keys away that nobody needs any more; they may be there again after a crash. */
  remove(owners: readonly string[]): void;
  /**
   * True when another process has changed the file since the last call. Throws when it has changed the instance key:
   * what this process would store could not be opened any more.
   */
  changed(): boolean;
  readonly erased: ErasureLog;
  readonly ring: RingStore;
  readonly copies: Copies;
  /** Keys of customers. */
  count(): number;
  /** Called before the file is closed. */
  onClose(run: () => void): void;
  /** `single`: without a log beside it, so that it can be copied as one file. */
  close(single?: boolean): void;
}

/** Opens (and makes) the key file. Every change is durable when the call returns. */
export function openKeyFile(path: string): KeyStore {
  const file = openKeyDatabase(path);
  const { db } = file;
  const select = db.prepare('SELECT wrapped FROM keys WHERE owner = ?');
  const get = (owner: string): Buffer | undefined => {
    const row = select.get(owner) as { wrapped: Uint8Array } | undefined;
    return row && Buffer.from(row.wrapped);
  };
  const erased = openErasureLog(file);
  const ring = openRing(file);
  const keep = keeper(db, { get, erased, ring });
  const version = db.prepare('PRAGMA data_version');
  const look = (): unknown => (version.get() as { data_version: number }).data_version;
  let seen = look();
  const closing: (() => void)[] = [];
  return {
    get,
    add(owner, wrapped) {
      const kept = keep(owner, wrapped);
      file.syncNow();
      return kept;
    },
    async addAll(rows) {
      const kept = file.transaction(() => rows.map(([owner, wrapped]) => keep(owner, wrapped)));
      await file.synced();
      return kept;
    },
    all: () => readKeys(file, 'all'),
    adopt: (rows) => adoptKeys(file, rows),
    remove: (owners) => removeKeys(file, owners),
    changed() {
      const now = look();
      if (now === seen) return false;
      seen = now;
      ring.check();
      return true;
    },
    erased,
    ring,
    copies: openCopies(file),
    count: () => (db.prepare(`SELECT count(*) AS n FROM keys WHERE NOT (${ITEMS})`).get() as { n: number }).n,
    onClose: (run) => void closing.push(run),
    close(single = false) {
      for (const run of closing.splice(0)) run();
      file.close(single);
    },
  };
}

/** One statement: neither an erasure nor another instance key can come between looking and storing. */
function keeper(
  db: DatabaseSync,
  { get, erased, ring }: Pick<KeyStore, 'get' | 'erased' | 'ring'>,
): (owner: string, wrapped: Uint8Array) => Buffer {
  const insert = db.prepare(
    `INSERT INTO keys SELECT ?1, ?2 WHERE (SELECT value FROM meta WHERE name = 'generation') IS ?3
     AND NOT EXISTS (SELECT 1 FROM erased WHERE owner = ?1) ON CONFLICT DO NOTHING`,
  );
  return (owner, wrapped) => {
    insert.run(owner, wrapped, ring.generation());
    const kept = get(owner);
    if (kept) return kept;
    if (erased.has(owner)) throw new ErasedError('this customer was erased');
    ring.check();
    throw new Error('a key could not be stored');
  };
}
