import { randomBytes, type KeyObject } from 'node:crypto';
import type { KeyStore } from './keys.ts';
import { unwrap, wrap } from './ring.ts';

/** The owner's key does not exist: the customer was erased. */
export class ErasedError extends Error {}

/** Whose documents are when their customer was erased: an owner who never has a key. */
export const NOBODY = '0'.repeat(24);

const CACHED_KEYS = 20_000;

/** Unwrapped data keys, the latest 20,000 in memory; none of them outlives an erasure, whichever process does it. */
export function openKeys(wrapping: KeyObject, keys: KeyStore) {
  const cache = new Map<string, KeyObject>();
  const look = createLook(keys, () => cache.clear());
  const remember = (owner: string, key: KeyObject): KeyObject => {
    if (cache.size >= CACHED_KEYS) cache.delete(cache.keys().next().value ?? '');
    cache.set(owner, key);
    return key;
  };
  const find = (owner: string): KeyObject | undefined => {
    look();
    const cached = cache.get(owner);
    if (cached) return cached;
    const wrapped = keys.get(owner);
    return wrapped && remember(owner, unwrap(wrapping, `key/${owner}`, wrapped));
  };
  const fresh = (owner: string): Buffer => wrap(wrapping, `key/${owner}`, randomBytes(32));
  return {
    get(owner: string): KeyObject {
      const key = find(owner);
      if (!key) throw new ErasedError('the key of this customer does not exist');
      return key;
    },
    getOrCreate(owner: string): KeyObject {
      if (owner === NOBODY) throw new ErasedError('nobody has a key');
      const key = find(owner);
      if (key) return key;
      // Two processes may create it at once: the file keeps the first, and both use that.
      return remember(owner, unwrap(wrapping, `key/${owner}`, keys.add(owner, fresh(owner))));
    },
    async create(owners: string[]): Promise<void> {
      const missing = owners.filter((owner) => !find(owner));
      if (missing.length === 0) return;
      const kept = await keys.addAll(missing.map((owner) => [owner, fresh(owner)] as const));
      missing.forEach((owner, i) => remember(owner, unwrap(wrapping, `key/${owner}`, kept[i] ?? Buffer.alloc(0))));
    },
    drop(owners: readonly string[]): void {
      for (const owner of owners) cache.delete(owner);
    },
  };
}

/** Asks once in a turn of the event loop whether another process has changed the file: it costs 5 µs. */
function createLook(keys: KeyStore, onChange: () => void): () => void {
  let looked = false;
  const forget = (): void => void (looked = false);
  return () => {
    if (looked) return;
    looked = true;
    setImmediate(forget);
    if (keys.changed()) onChange();
  };
}
