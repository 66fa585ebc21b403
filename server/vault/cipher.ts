import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** Seals with a key at hand: version, nonce, tag, ciphertext. */
export function sealWith(key: KeyObject, bound: string, plain: string | Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(bound));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final(); // GCM keeps nothing back: this makes the tag
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** Not what was sealed with this key for this place: the bytes were changed, or belong elsewhere. */
export class DamagedError extends Error {}

/** Opens what sealWith made. Throws DamagedError when key, binding or bytes differ. */
export function openWith(key: KeyObject, bound: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG) throw new DamagedError('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
  const plain = decipher.update(bytes.subarray(1 + NONCE + TAG));
  try {
    decipher.final(); // keeps nothing back: this checks the tag
  } catch (error) {
    throw new DamagedError('these bytes are not what was sealed', { cause: error });
  }
  return plain;
}

let pool = Buffer.alloc(0);

/** Random bytes come 4 kB at a time: asking for 12 costs more than sealing a name. */
function freshNonce(): Buffer {
  if (pool.length < NONCE) pool = randomBytes(4096);
  const nonce = pool.subarray(0, NONCE);
  pool = pool.subarray(NONCE);
  return nonce;
}

/** 32 raw bytes as a key. */
export const secretKey = (bytes: Uint8Array): KeyObject => createSecretKey(Buffer.from(bytes));
