import type { Types } from 'mongoose';
import type { Vault } from '../../vault/vault.ts';
import type { Hash } from './hashes.ts';

/** A pack is a ticket's hashes, each once, in order, five bytes each. */
const BYTES = 5;
const HIGH = 2 ** 32;

/** Packs hashes, in any order, together with what a pack holds already. */
export function pack(hashes: readonly Hash[], known?: Uint8Array): Buffer {
  const before = known ? sizeOf(known) : 0;
  const all = new Float64Array(before + hashes.length);
  for (let i = 0; i < before; i++) all[i] = hashAt(known!, i);
  all.set(hashes, before);
  all.sort();
  const packed = Buffer.allocUnsafe(all.length * BYTES);
  let [size, last] = [0, -1];
  for (const hash of all) {
    if (hash === last) continue;
    last = hash;
    const high = Math.floor(hash / HIGH);
    const low = hash - high * HIGH;
    packed[size] = high;
    packed[size + 1] = low >>> 24;
    packed[size + 2] = low >>> 16;
    packed[size + 3] = low >>> 8;
    packed[size + 4] = low;
    size += BYTES;
  }
  return packed.subarray(0, size);
}

export const sizeOf = (packed: Uint8Array): number => packed.length / BYTES;

/** The hash at a place. */
export function hashAt(packed: Uint8Array, i: number): Hash {
  const at = i * BYTES;
  return (
    packed[at]! * HIGH +
    packed[at + 1]! * 0x1000000 +
    ((packed[at + 2]! << 16) | (packed[at + 3]! << 8) | packed[at + 4]!)
  );
}

/** The first place whose hash is not below that one. */
export function placeOf(packed: Uint8Array, hash: Hash): number {
  let [low, high] = [0, sizeOf(packed)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hashAt(packed, middle) < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}

const bound = (ticket: Types.ObjectId): string => `SearchPack/${String(ticket)}/hashes`;

/** Seals a ticket's pack for its customer. Throws ErasedError when they were erased. */
export function sealPack(vault: Vault, customer: Types.ObjectId, ticket: Types.ObjectId, packed: Uint8Array): Buffer {
  return vault.seal(String(customer), bound(ticket), packed);
}

/** Opens a sealed pack; undefined when the customer was erased or the bytes are damaged: then nothing is found by it. */
export function openPack(
  vault: Vault,
  doc: { _id: Types.ObjectId; customer: Types.ObjectId; hashes: Uint8Array },
): Buffer | undefined {
  try {
    return vault.open(String(doc.customer), bound(doc._id), doc.hashes);
  } catch {
    return undefined;
  }
}
