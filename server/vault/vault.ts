import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
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

export class ErasedError extends Error {}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** Seals with a key at hand: version, nonce, tag, ciphertext. */
export function sealWith(key: KeyObject, bound: string, plain: string | Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(bound));
  const body = Buffer.concat([
    typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
    cipher.final(),
  ]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** Opens what sealWith made. Throws when key, binding or bytes differ. */
export function openWith(key: KeyObject, bound: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG) throw new Error('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]);
}

let pool = Buffer.alloc(0);

/** Random bytes come 4 kB at a time: asking for 12 costs more than sealing a name. */
function freshNonce(): Buffer {
  if (pool.length < NONCE) pool = randomBytes(4096);
  const nonce = pool.subarray(0, NONCE);
  pool = pool.subarray(NONCE);
  return nonce;
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

/** 32 raw bytes as a key. */
export const secretKey = (bytes: Uint8Array): KeyObject => createSecretKey(Buffer.from(bytes));

const CACHED_KEYS = 20_000;

/** Unwrapped data keys, the latest 20,000 in memory. */
function openKeys(wrapping: KeyObject, keys: KeyStore) {
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
