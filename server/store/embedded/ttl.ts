import { docFrom, type Collection } from './collection.ts';
import type { Index } from './index.ts';
import { encodeKey, invert } from './keys.ts';
import type { Store } from './store.ts';

const SWEEP_MS = 60_000;
/** A long backlog is deleted in steps, so that other work gets its turn (and its commit) in between. */
const STEP = 1000;

/** Deletes expired documents every minute until the returned function is called; failures go to `failed`. */
export function sweepExpired(store: Store, failed: (error: unknown) => void): () => void {
  let timer: NodeJS.Immediate | undefined;
  const sweep = () => {
    try {
      const deleted = expireDocuments(store, Date.now());
      store.commit.settle(() => {});
      if (deleted === STEP) timer = setImmediate(sweep);
      store.cursors.closeIdle(Date.now());
    } catch (error) {
      failed(error);
    }
  };
  const every = setInterval(sweep, SWEEP_MS);
  return () => {
    clearInterval(every);
    clearImmediate(timer);
  };
}

/** Deletes at most a step of the documents that have expired at `now` (ms); answers how many. */
export function expireDocuments(store: Store, now: number): number {
  let deleted = 0;
  for (const collection of store.catalog.collections.values()) {
    for (const index of collection.indexes) {
      const seconds = index.expireAfterSeconds;
      if (seconds === undefined || deleted >= STEP) continue;
      const rids = expired(index, new Date(now - seconds * 1000), STEP - deleted);
      deleted += store.commit.write(() => deleteAll(collection, rids));
    }
  }
  return deleted;
}

function expired(index: Index, limit: Date, count: number): Set<number> {
  const last = encodeKey([limit], [false]);
  const first = last.subarray(0, 1);
  const entries = index.descending[0]
    ? index.read(invert(last), -1, Buffer.from([256 - first[0]!]), false, count)
    : index.read(first, -1, last, false, count);
  return new Set(entries.map(({ rid }) => rid));
}

function deleteAll(collection: Collection, rids: Set<number>): number {
  let deleted = 0;
  for (const rid of rids) {
    const stored = collection.get(rid);
    if (!stored) continue;
    collection.delete(rid, docFrom(stored));
    deleted++;
  }
  return deleted;
}
