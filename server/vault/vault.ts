import { createHmac, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { openWith, sealWith, secretKey } from './cipher.ts';
import { openKeys } from './data-keys.ts';
import type { KeyStore } from './keys.ts';

/**
 * Seals personal text with AES-256-GCM (NIST SP 800-38D), under a data key per owner (a customer) or under the
 * instance key. `bound` is the associated data: collection, document and field, so that a sealed value moved
 * elsewhere does not open.
 */
export interface Vault {
  /** Makes the data keys of owners that have none, in one step. Durable when it resolves. */
  createKeys(owners: string[]): Promise<void>;
  seal(owner: string, bound: string, plain: string | Uint8Array): Buffer;
  /** Throws ErasedError when the owner's key is gone, and when the bytes were changed. */
  open(owner: string, bound: string, sealed: Uint8Array): Buffer;
  hasKey(owner: string): boolean;
  /** Destroys the owner's key: nothing sealed with it can be read any more. */
  destroyKey(owner: string): void;
  /** The same under the instance key, for secrets and for raw keys whose customer is not known yet. */
  sealInstance(bound: string, plain: string | Uint8Array): Buffer;
  openInstance(bound: string, sealed: Uint8Array): Buffer;
  /** Keyed hash for look-ups (HMAC-SHA-256, base64url, 43 characters); `scope` keeps uses apart. */
  hash(scope: string, value: string): string;
  /** Signature for tokens: the first `bytes` of an HMAC-SHA-256, base64url. */
  sign(scope: string, value: string, bytes?: number): string;
  /** Compares in constant time. */
  verify(scope: string, value: string, signature: string, bytes?: number): boolean;
}

/** A vault over the instance key (32 bytes) and the file of customer keys. */
export function createVault(instanceKey: Uint8Array, keys: KeyStore): Vault {
  const sealing = derive(instanceKey, 'seal');
  const hashing = derive(instanceKey, 'hash');
  const signing = derive(instanceKey, 'sign');
  const mac = (key: KeyObject, scope: string, value: string) =>
    createHmac('sha256', key).update(`${scope}\0`).update(value).digest();
  const sign = (scope: string, value: string, bytes = 32) =>
    mac(signing, scope, value).subarray(0, bytes).toString('base64url');
  const cache = openKeys(sealing, keys);
  return {
    createKeys: (owners) => cache.create(owners),
    seal: (owner, bound, plain) => sealWith(cache.getOrCreate(owner), bound, plain),
    open: (owner, bound, sealed) => openWith(cache.get(owner), bound, sealed),
    hasKey: (owner) => keys.get(owner) !== undefined,
    destroyKey: (owner) => cache.destroy(owner),
    sealInstance: (bound, plain) => sealWith(sealing, bound, plain),
    openInstance: (bound, sealed) => openWith(sealing, bound, sealed),
    hash: (scope, value) => mac(hashing, scope, value).toString('base64url'),
    sign,
    verify(scope, value, signature, bytes = 32) {
      const [expected, given] = [Buffer.from(sign(scope, value, bytes)), Buffer.from(signature)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

/** A key object: ciphers over raw bytes take four times as long. */
const derive = (instanceKey: Uint8Array, purpose: string): KeyObject =>
  secretKey(new Uint8Array(hkdfSync('sha256', instanceKey, '', `ombud ${purpose} v1`, 32)));
