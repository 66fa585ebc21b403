import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { DamagedError, secretKey } from './cipher.ts';

/*
 * Files of any length, sealed while they pass: version (1 byte), salt (32), then chunks of 64 KiB, each with its tag
 * (16). Each file has a key of its own, made from the owner's and the salt (HKDF, RFC 5869). A chunk's place and whether
 * it is the last one are bound to it, so that a file that was cut, swapped or put together anew does not open: the
 * construction STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015) over AES-256-GCM.
 */

export const CHUNKED = 2;
export const CHUNK_BYTES = 64 * 1024;
const SALT = 32;
const TAG = 16;

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Seals bytes as they come; holds a chunk or two at a time. */
export async function* sealChunks(key: KeyObject, bound: string, plain: Bytes): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT);
  const own = keyOf(key, salt, bound);
  yield Buffer.concat([Buffer.of(CHUNKED), salt]);
  let position = 0;
  for await (const { bytes, last } of cut(plain, CHUNK_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(position, last));
    cipher.setAAD(boundTo(bound, position++, last));
    const body = cipher.update(bytes);
    cipher.final(); // GCM keeps nothing back: this makes the tag
    yield Buffer.concat([body, cipher.getAuthTag()]);
  }
}

/**
 * Opens what sealChunks made, chunk by chunk: each was checked before it is told. Throws DamagedError at the first that
 * is not as and where it was sealed, and at the end when there should be more.
 */
export async function* openChunks(key: KeyObject, bound: string, sealed: Bytes): AsyncGenerator<Buffer> {
  const { head, rest } = await split(sealed, 1 + SALT);
  if (head.length < 1 + SALT || head[0] !== CHUNKED) throw new DamagedError('not a sealed file');
  const own = keyOf(key, head.subarray(1), bound);
  let position = 0;
  for await (const { bytes, last } of cut(rest, CHUNK_BYTES + TAG))
    yield openChunk(own, boundTo(bound, position, last), nonceOf(position++, last), bytes);
}

function openChunk(key: KeyObject, bound: Buffer, nonce: Buffer, bytes: Buffer): Buffer {
  if (bytes.length < TAG) throw new DamagedError('a sealed file was cut');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(bound);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const plain = decipher.update(bytes.subarray(0, bytes.length - TAG));
  try {
    decipher.final();
  } catch (error) {
    throw new DamagedError('this chunk is not what was sealed here', { cause: error });
  }
  return plain;
}

const keyOf = (key: KeyObject, salt: Uint8Array, bound: string): KeyObject =>
  secretKey(new Uint8Array(hkdfSync('sha256', key, salt, `file/${bound}`, 32)));

/** The key is the file's own: its chunks need to differ from each other only. */
function nonceOf(position: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce[0] = last ? 1 : 0;
  nonce.writeUInt32BE(position, 8);
  return nonce;
}

const boundTo = (bound: string, position: number, last: boolean): Buffer =>
  Buffer.from(`${bound}/${position}/${last ? 'last' : 'more'}`);

/** Bytes in pieces of one size; the last one may be shorter, or empty where there are none at all. */
async function* cut(source: Bytes, size: number): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    held = held.length === 0 ? asBuffer(piece) : Buffer.concat([held, piece]);
    let at = 0;
    // What is exactly one piece may be the last.
    for (; held.length - at > size; at += size) yield { bytes: held.subarray(at, at + size), last: false };
    held = held.subarray(at);
  }
  yield { bytes: held, last: true };
}

/** The first bytes, and the others. */
export async function split(source: Bytes, size: number): Promise<{ head: Buffer; rest: AsyncGenerator<Uint8Array> }> {
  const pieces = (async function* () {
    yield* source;
  })();
  let head = Buffer.alloc(0);
  while (head.length < size) {
    const { value, done } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const over = head.subarray(size);
  return {
    head: head.subarray(0, size),
    rest: (async function* () {
      if (over.length > 0) yield over;
      yield* pieces;
    })(),
  };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
