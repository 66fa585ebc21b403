import { createSecretKey } from 'node:crypto';
import type { openKeys as real } from '../../../server/vault/data-keys.ts';

/** One key for everybody, which is stored nowhere. */
export function openKeys(): ReturnType<typeof real> {
  const key = createSecretKey(Buffer.alloc(32));
  return { get: () => key, getOrCreate: () => key, create: () => Promise.resolve(), drop: () => undefined };
}
