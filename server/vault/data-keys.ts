import { randomBytes, type KeyObject } from 'node:crypto';
import { openWith, sealWith, secretKey } from './cipher.ts';
import type { KeyStore } from './keys.ts';

/** The owner's key does not exist: the customer was erased. */
export class ErasedError extends Error {}

const CACHED_KEYS = 20_000;

/** Unwrapped data keys, the latest 20,000 in memory. */
export function openKeys(wrapping: KeyObject, keys: KeyStore) {
  const cache = new Map<string, KeyObject>();
  const remember = (owner: string, key: KeyObject): KeyObject => {
    if (cache.size >= CACHED_KEYS) cache.delete(cache.keys().next().value ?? '');
    cache.set(owner, key);
    return key;
  };
  const find = (owner: string): KeyObject | undefined => {
    const cached = cache.get(owner);
    if (cached) return cached;
    const wrapped = keys.get(owner);
    return wrapped && remember(owner, secretKey(openWith(wrapping, `key/${owner}`, wrapped)));
  };
  return {
    get(owner: string): KeyObject {
      const key = find(owner);
      if (!key) throw new ErasedError('the key of this customer does not exist');
      return key;
    },
    getOrCreate(owner: string): KeyObject {
      const key = find(owner);
      if (key) return key;
      const fresh = randomBytes(32);
      // Two processes may create it at once: the file keeps the first, and both use that.
      const kept = keys.add(owner, sealWith(wrapping, `key/${owner}`, fresh));
      return remember(owner, secretKey(openWith(wrapping, `key/${owner}`, kept)));
    },
    async create(owners: string[]): Promise<void> {
      const missing = owners.filter((owner) => !find(owner));
      if (missing.length === 0) return;
      const kept = await keys.addAll(
        missing.map((owner) => [owner, sealWith(wrapping, `key/${owner}`, randomBytes(32))] as const),
      );
      missing.forEach((owner, i) =>
        remember(owner, secretKey(openWith(wrapping, `key/${owner}`, kept[i] ?? Buffer.alloc(0)))),
      );
    },
    destroy(owner: string): void {
      cache.delete(owner);
      keys.destroy(owner);
    },
  };
}
