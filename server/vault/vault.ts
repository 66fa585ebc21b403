import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { openChunks, sealChunks, type Bytes } from './chunks.ts';
import { openWith, sealWith } from './cipher.ts';
import { openKeys } from './data-keys.ts';
import type { Copies } from './copies.ts';
import type { ErasureLog } from './erasure-log.ts';
import { openInstanceKeys } from './instance-keys.ts';
import { openItemKeys, type ItemKeys } from './item-keys.ts';
import type { KeyStore } from './keys.ts';

/**
 * Seals personal text with AES-256-GCM (NIST SP 800-38D), under a data key per owner (a customer) or under the
 * instance's own. `bound` is the associated data: collection, document and field, so that a sealed value moved
 * elsewhere does not open.
 */
export interface Vault {
  /** Makes the data keys of owners that have none, in one step. Durable when it resolves. */
  createKeys(owners: string[]): Promise<void>;
  seal(owner: string, bound: string, plain: string | Uint8Array): Buffer;
  /** Throws ErasedError when the owner's key is gone, and when the bytes were changed. */
  open(owner: string, bound: string, sealed: Uint8Array): Buffer;
  /** The same for files, while they pass: see chunks.ts. Throws as they are read. */
  sealStream(owner: string, bound: string, plain: Bytes): AsyncGenerator<Buffer>;
  openStream(owner: string, bound: string, sealed: Bytes): AsyncGenerator<Buffer>;
  hasKey(owner: string): boolean;
  /** Takes keys of samples away: nobody is erased with them. */
  forgetKeys(owners: readonly string[]): void;
  readonly items: ItemKeys;
  /** Destroys keys: nothing sealed with them can be read any more. */
  readonly erased: ErasureLog;
  readonly copies: Copies;
  /** The same under the instance's own key, for secrets. */
  sealInstance(bound: string, plain: string | Uint8Array): Buffer;
  openInstance(bound: string, sealed: Uint8Array): Buffer;
  /** True when it was sealed before the instance key was exchanged. */
  isOld(bound: string, sealed: Uint8Array): boolean;
  /** Keyed hash for look-ups (HMAC-SHA-256, base64url, 43 characters); `scope` keeps uses apart. */
  hash(scope: string, value: string): string;
  /** The first 32 bits of it, where very many are asked for. */
  hashNumber(scope: string, value: string): number;
  /** Signature for tokens: the first `bytes` of an HMAC-SHA-256, base64url. */
  sign(scope: string, value: string, bytes?: number): string;
  /** Compares in constant time. */
  verify(scope: string, value: string, signature: string, bytes?: number): boolean;
}

/** A vault over the instance key (32 bytes) and the key file. Throws when that was wrapped by another instance key. */
export function createVault(instanceKey: Uint8Array, keys: KeyStore): Vault {
  const ours = openInstanceKeys(instanceKey, keys);
  const [sealing, ...older] = ours.seal;
  const mac = (key: KeyObject, scope: string, value: string) =>
    createHmac('sha256', key).update(`${scope}\0`).update(value).digest();
  const sign = (scope: string, value: string, bytes = 32) =>
    mac(ours.sign, scope, value).subarray(0, bytes).toString('base64url');
  const cache = openKeys(ours.wrapping, keys);
  return {
    createKeys: (owners) => cache.create(owners),
    seal: (owner, bound, plain) => sealWith(cache.getOrCreate(owner), bound, plain),
    open: (owner, bound, sealed) => openWith(cache.get(owner), bound, sealed),
    sealStream: (owner, bound, plain) => sealChunks(cache.getOrCreate(owner), bound, plain),
    openStream: (owner, bound, sealed) => openChunks(cache.get(owner), bound, sealed),
    hasKey: (owner) => keys.get(owner) !== undefined,
    forgetKeys(owners) {
      cache.drop(owners);
      keys.remove(owners);
    },
    items: openItemKeys(cache, keys),
    erased: {
      ...keys.erased,
      write(erasure) {
        cache.drop(erasure.owners);
        keys.erased.write(erasure);
      },
    },
    copies: keys.copies,
    sealInstance: (bound, plain) => sealWith(sealing, bound, plain),
    openInstance: (bound, sealed) => openAny([sealing, ...older], bound, sealed),
    isOld: (bound, sealed) => !opens(sealing, bound, sealed),
    hash: (scope, value) => mac(ours.hash, scope, value).toString('base64url'),
    hashNumber: (scope, value) => mac(ours.hash, scope, value).readUInt32BE(),
    sign,
    verify(scope, value, signature, bytes = 32) {
      const [expected, given] = [Buffer.from(sign(scope, value, bytes)), Buffer.from(signature)];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

/** The first key that fits. Throws when none does. */
function openAny(keys: KeyObject[], bound: string, sealed: Uint8Array): Buffer {
  const fitting = keys.slice(0, -1).find((key) => opens(key, bound, sealed)) ?? (keys.at(-1) as KeyObject);
  return openWith(fitting, bound, sealed);
}

function opens(key: KeyObject, bound: string, sealed: Uint8Array): boolean {
  try {
    openWith(key, bound, sealed);
    return true;
  } catch {
    return false;
  }
}
