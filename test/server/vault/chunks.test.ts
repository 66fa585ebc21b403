import { randomBytes } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { CHUNK_BYTES, openChunks, sealChunks, type Bytes } from '../../../server/vault/chunks.ts';
import { DamagedError, secretKey } from '../../../server/vault/cipher.ts';

const key = secretKey(randomBytes(32));
const BOUND = 'attachment/1';
const HEAD = 33;
const SEALED_CHUNK = CHUNK_BYTES + 16;

async function all(pieces: Bytes): Promise<Buffer> {
  const found: Uint8Array[] = [];
  for await (const piece of pieces) found.push(piece);
  return Buffer.concat(found);
}
const seal = (plain: Buffer, bound = BOUND) => all(sealChunks(key, bound, [plain]));
const open = (sealed: Buffer, bound = BOUND) => all(openChunks(key, bound, [sealed]));

/** In pieces of a size that fits nothing. */
const inPieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

describe('a file comes out as it went in', () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7])(
    'of %i bytes',
    async (size) => {
      const plain = randomBytes(size);
      const sealed = await seal(plain);
      expect((await open(sealed)).equals(plain)).toBe(true);
      expect(sealed.length).toBe(HEAD + size + 16 * Math.max(1, Math.ceil(size / CHUNK_BYTES)));
    },
  );

  it.each([1_000, 65_535, 70_001])('in pieces of %i bytes, whatever they come in', async (size) => {
    const plain = randomBytes(300_000);
    const sealed = await all(sealChunks(key, BOUND, inPieces(plain, size)));
    expect((await all(openChunks(key, BOUND, inPieces(sealed, size + 13)))).equals(plain)).toBe(true);
  });

  it('is sealed in another way each time', async () => {
    const plain = Buffer.alloc(100, 'a');
    expect((await seal(plain)).equals(await seal(plain))).toBe(false);
  });
});

describe('what is not as it was sealed is told', () => {
  const plain = randomBytes(3 * CHUNK_BYTES + 100);
  const chunk = (sealed: Buffer, i: number) => sealed.subarray(HEAD + i * SEALED_CHUNK, HEAD + (i + 1) * SEALED_CHUNK);
  const flipped = (sealed: Buffer, at: number) => {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };

  it.each<[string, (sealed: Buffer) => Buffer]>([
    ['one bit of the salt', (sealed) => flipped(sealed, 5)],
    ['one bit of the first chunk', (sealed) => flipped(sealed, HEAD)],
    ['one bit of the last tag', (sealed) => flipped(sealed, sealed.length - 1)],
    ['another version', (sealed) => Buffer.concat([Buffer.of(3), sealed.subarray(1)])],
    ['cut between two chunks', (sealed) => sealed.subarray(0, HEAD + 2 * SEALED_CHUNK)],
    ['cut within a chunk', (sealed) => sealed.subarray(0, HEAD + SEALED_CHUNK + 99)],
    ['cut to its head', (sealed) => sealed.subarray(0, HEAD)],
    ['nothing left', () => Buffer.alloc(0)],
    ['one byte too many', (sealed) => Buffer.concat([sealed, Buffer.of(0)])],
    [
      'two chunks swapped',
      (sealed) =>
        Buffer.concat([
          sealed.subarray(0, HEAD),
          chunk(sealed, 1),
          chunk(sealed, 0),
          sealed.subarray(HEAD + 2 * SEALED_CHUNK),
        ]),
    ],
    ['one chunk twice', (sealed) => Buffer.concat([sealed.subarray(0, HEAD), chunk(sealed, 0), sealed.subarray(HEAD)])],
    ['one chunk left out', (sealed) => Buffer.concat([sealed.subarray(0, HEAD), sealed.subarray(HEAD + SEALED_CHUNK)])],
  ])('%s', async (_what, change) => {
    const sealed = await seal(plain);
    await expect(open(change(sealed))).rejects.toThrow(DamagedError);
  });

  it('a chunk of another file of the same owner', async () => {
    const [one, other] = [await seal(plain), await seal(plain)];
    const mixed = Buffer.concat([one.subarray(0, HEAD), chunk(other, 0), one.subarray(HEAD + SEALED_CHUNK)]);
    await expect(open(mixed)).rejects.toThrow(DamagedError);
  });

  it('in another place', async () =>
    await expect(open(await seal(plain), 'attachment/2')).rejects.toThrow(DamagedError));

  it('and what came before it was told right', async () => {
    const sealed = await seal(plain);
    const pieces: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of openChunks(key, BOUND, [flipped(sealed, sealed.length - 1)])) pieces.push(piece);
    })();
    await expect(reading).rejects.toThrow(DamagedError);
    expect(Buffer.concat(pieces).equals(plain.subarray(0, 3 * CHUNK_BYTES))).toBe(true);
  });
});

test('little of a long file is held at a time', async () => {
  let given = 0;
  const endless = (async function* () {
    for (;;) {
      given += CHUNK_BYTES;
      yield Buffer.alloc(CHUNK_BYTES);
    }
  })();
  let taken = 0;
  for await (const piece of openChunks(key, BOUND, sealChunks(key, BOUND, endless))) {
    taken += piece.length;
    expect(given - taken).toBeLessThanOrEqual(4 * CHUNK_BYTES);
    if (taken >= 100 * CHUNK_BYTES) break;
  }
});
