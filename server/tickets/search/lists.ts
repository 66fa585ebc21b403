import { restOf, type Hash } from './hashes.ts';

/*
 * The lists of one bucket in one block. Little-endian: how many hashes (u32); their rests in order (u32 each); the
 * length of each one's list in bytes (u16), doubled, plus one where the list is a bitmap; the lists. A list is the
 * offsets of positions from the block's start: their differences in groups of seven bits, or a bitmap where that is
 * shorter.
 */

/** A block's positions lie in a stretch of that length: 22 bits and the 31 of a hash are what a number holds exactly. */
export const MOST_POSITIONS = 2 ** 22;

/** Makes the lists of a bucket from numbers `rest * MOST_POSITIONS + offset`, in order; undefined when there are none. */
export function encodeLists(pairs: Float64Array): Buffer | undefined {
  if (pairs.length === 0) return undefined;
  const rests: number[] = [];
  const lengths: number[] = [];
  const lists = Buffer.allocUnsafe(pairs.length * 4);
  let size = 0;
  for (let i = 0; i < pairs.length;) {
    const rest = Math.floor(pairs[i]! / MOST_POSITIONS);
    let end = i + 1;
    while (end < pairs.length && pairs[end]! < (rest + 1) * MOST_POSITIONS) end++;
    const offsets = pairs.subarray(i, end);
    const bitmap = ((offsets[offsets.length - 1]! % MOST_POSITIONS) >> 3) + 1;
    const short = writeDifferences(lists, size, offsets);
    const dense = bitmap < short - size;
    if (dense) writeBitmap(lists.fill(0, size, size + bitmap), size, offsets);
    rests.push(rest);
    lengths.push(dense ? bitmap * 2 + 1 : (short - size) * 2);
    size = dense ? size + bitmap : short;
    i = end;
  }
  return joined(rests, lengths, lists.subarray(0, size));
}

function writeDifferences(into: Buffer, at: number, offsets: Float64Array): number {
  let last = 0;
  for (const pair of offsets) {
    const offset = pair % MOST_POSITIONS;
    let difference = offset - last;
    last = offset;
    for (; difference > 127; difference >>>= 7) into[at++] = (difference & 127) | 128;
    into[at++] = difference;
  }
  return at;
}

function writeBitmap(into: Buffer, at: number, offsets: Float64Array): void {
  for (const pair of offsets) {
    const offset = pair % MOST_POSITIONS;
    into[at + (offset >> 3)]! |= 1 << (offset & 7);
  }
}

function joined(rests: number[], lengths: number[], lists: Buffer): Buffer {
  const head = Buffer.allocUnsafe(4 + rests.length * 6);
  head.writeUInt32LE(rests.length);
  rests.forEach((rest, i) => head.writeUInt32LE(rest, 4 + i * 4));
  lengths.forEach((length, i) => head.writeUInt16LE(length, 4 + rests.length * 4 + i * 2));
  return Buffer.concat([head, lists]);
}

/** Where one list lies. */
export interface List {
  bytes: Buffer;
  at: number;
  end: number;
  /** True for a bitmap. */
  dense: boolean;
}

/** The list of a hash; undefined when there is none. */
export function findList(lists: Buffer, hash: Hash): List | undefined {
  const count = lists.readUInt32LE();
  const i = findRest(lists, count, restOf(hash));
  if (i < 0) return undefined;
  const lengths = 4 + count * 4;
  let at = lengths + count * 2;
  // Thousands of them, in each of many blocks.
  for (let byte = lengths; byte < lengths + i * 2; byte += 2) at += (lists[byte]! | (lists[byte + 1]! << 8)) >> 1;
  return listAt(lists, at, lists.readUInt16LE(lengths + i * 2));
}

const listAt = (bytes: Buffer, at: number, length: number): List => ({
  bytes,
  at,
  end: at + (length >> 1),
  dense: (length & 1) === 1,
});

/** Whether a bitmap has an offset. */
export function holds({ bytes, at, end }: List, offset: number): boolean {
  const byte = at + (offset >> 3);
  return byte < end && (bytes[byte]! & (1 << (offset & 7))) !== 0;
}

function findRest(lists: Buffer, count: number, rest: number): number {
  let [low, high] = [0, count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const there = lists.readUInt32LE(4 + middle * 4);
    if (there === rest) return middle;
    if (there < rest) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Tells every pair `rest * MOST_POSITIONS + offset`, in order. */
export function readPairs(lists: Buffer, visit: (rest: number, offset: number) => void): void {
  const count = lists.readUInt32LE();
  const lengths = 4 + count * 4;
  let at = lengths + count * 2;
  for (let i = 0; i < count; i++) {
    const rest = lists.readUInt32LE(4 + i * 4);
    const list = listAt(lists, at, lists.readUInt16LE(lengths + i * 2));
    visitList(list, (offset) => visit(rest, offset));
    at = list.end;
  }
}

/** Tells the offsets of a list, in order. */
export function visitList({ bytes, at, end, dense }: List, visit: (offset: number) => void): void {
  if (dense) {
    for (let byte = at; byte < end; byte++)
      for (let bits = bytes[byte]!; bits !== 0; bits &= bits - 1)
        visit((byte - at) * 8 + 31 - Math.clz32(bits & -bits));
    return;
  }
  let offset = 0;
  for (let next = at; next < end;) {
    let [difference, shift] = [0, 0];
    for (; bytes[next]! > 127; shift += 7) difference |= (bytes[next++]! & 127) << shift;
    offset += difference | (bytes[next++]! << shift);
    visit(offset);
  }
}
