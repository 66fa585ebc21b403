/**
 * The slots of one text in the order in which they were met. A text has hundreds of features: they are hashed piece by
 * piece without being put together, and the table is used again.
 */
export class Slots {
  private readonly met: Uint8Array;
  private readonly list: Uint32Array;
  private count = 0;

  constructor(slots: number) {
    this.met = new Uint8Array(slots);
    this.list = new Uint32Array(slots);
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.met[this.list[i]!] = 0;
    this.count = 0;
  }

  /** The feature that these pieces make together. */
  add(...pieces: string[]): void {
    let value = START;
    for (const piece of pieces) value = hash(value, piece, 0, piece.length);
    this.put(value);
  }

  /** Every run of so many letters, with the mark before it. */
  addRuns(mark: string, word: string, size: number): void {
    const start = hash(START, mark, 0, mark.length);
    for (let at = 0; at + size <= word.length; at++) this.put(hash(start, word, at, at + size));
  }

  all(): Uint32Array {
    return this.list.slice(0, this.count);
  }

  /** With a final mix, because only the low bits are used. */
  private put(value: number): void {
    value ^= value >>> 15;
    value = Math.imul(value, 0x2c1b3c6d);
    const slot = (value ^ (value >>> 13)) & (this.met.length - 1);
    if (this.met[slot]) return;
    this.met[slot] = 1;
    this.list[this.count++] = slot;
  }
}

/** FNV-1a over UTF-16 units. */
const START = 0x811c9dc5;
function hash(value: number, text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
