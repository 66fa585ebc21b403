import { readSync, writeSync } from 'node:fs';

/** The format of SQLite's write-ahead log: https://www.sqlite.org/fileformat2.html#walformat */
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
const BIG_ENDIAN = 1;

/** What is read of the log is not what was written. */
export class LogDamaged extends Error {}

/**
 * Writes the first frames of a write-ahead log as they stand there once more, so that the next sync has to bring them
 * to the disk again: what a failed sync left behind counts as clean for the system. Checksums tell that what is read
 * is what was written; throws LogDamaged when it is not.
 */
export function rewriteLog(file: number, frames: number): void {
  if (frames === 0) return;
  const header = read(file, LOG_HEADER, 0);
  const pageSize = header.readUInt32BE(8);
  const sums = new Sums((header.readUInt32BE(0) & BIG_ENDIAN) === BIG_ENDIAN);
  sums.add(header.subarray(0, 24));
  if (!sums.are(header.subarray(24))) throw new LogDamaged('the head of the log is damaged');
  writeSync(file, header, 0, LOG_HEADER, 0);
  for (let i = 0; i < frames; i++) {
    const at = LOG_HEADER + i * (FRAME_HEADER + pageSize);
    const frame = read(file, FRAME_HEADER + pageSize, at);
    sums.add(frame.subarray(0, 8));
    sums.add(frame.subarray(FRAME_HEADER));
    const salted = frame.compare(header, 16, 24, 8, 16) === 0;
    if (!salted || !sums.are(frame.subarray(16)))
      throw new LogDamaged(`frame ${i + 1} of ${frames} of the log is damaged`);
    writeSync(file, frame, 0, frame.length, at);
  }
}

function read(file: number, length: number, at: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  if (readSync(file, bytes, 0, length, at) !== length) throw new LogDamaged('the log is cut off');
  return bytes;
}

/** The running checksums of a log. */
class Sums {
  private first = 0;
  private second = 0;
  private readonly bigEndian: boolean;

  constructor(bigEndian: boolean) {
    this.bigEndian = bigEndian;
  }

  add(bytes: Buffer): void {
    for (let i = 0; i < bytes.length; i += 8) {
      this.first = (this.first + this.word(bytes, i) + this.second) >>> 0;
      this.second = (this.second + this.word(bytes, i + 4) + this.first) >>> 0;
    }
  }

  are(bytes: Buffer): boolean {
    return bytes.readUInt32BE(0) === this.first && bytes.readUInt32BE(4) === this.second;
  }

  private word(bytes: Buffer, at: number): number {
    return this.bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }
}
