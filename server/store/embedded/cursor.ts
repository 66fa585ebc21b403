import { randomBytes } from 'node:crypto';
import { fail } from './errors.ts';

const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 10 * 60 * 1000;

/** An open result: encoded documents that come as they are asked for. */
interface Cursor {
  namespace: string;
  items: Iterator<Uint8Array>;
  /** A document that did not fit into the last batch any more. */
  held: Uint8Array | undefined;
  usedAt: number;
}

/** True for the id of a cursor that the thread beside holds. */
export function isBeside(id: bigint): boolean {
  return (id & 1n) === 1n;
}

/** The open cursors of all connections; one unused for ten minutes is closed. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>();
  private readonly beside: boolean;

  /** `beside` are those of the thread beside: their ids tell, see `isBeside`. */
  constructor(beside = false) {
    this.beside = beside;
  }

  /** The first batch of a result, and the cursor's id when there is more (0 when not). */
  start(namespace: string, items: Iterator<Uint8Array>, batchSize: number, single: boolean) {
    const cursor: Cursor = { namespace, items, held: undefined, usedAt: Date.now() };
    const { batch, done } = fill(cursor, batchSize);
    if (done || single) return { batch, id: 0n };
    const id = ((randomBytes(8).readBigUInt64LE() >> 2n) << 1n) + (this.beside ? 1n : 2n);
    this.open.set(id, cursor);
    return { batch, id };
  }

  /** The next batch of an open cursor; an unknown one is refused (43). */
  next(id: bigint, namespace: string, batchSize: number) {
    const cursor = this.open.get(id);
    if (!cursor) return fail(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      fail(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ` +
          `${cursor.namespace}`,
      );
    }
    cursor.usedAt = Date.now();
    try {
      const { batch, done } = fill(cursor, batchSize);
      if (done) this.open.delete(id);
      return { batch, id: done ? 0n : id };
    } catch (error) {
      this.open.delete(id);
      throw error;
    }
  }

  /** Closes a cursor; false when there is none. */
  kill(id: bigint): boolean {
    return this.open.delete(id);
  }

  closeIdle(now: number): void {
    for (const [id, { usedAt }] of this.open) if (now - usedAt > IDLE_MS) this.open.delete(id);
  }

  get size(): number {
    return this.open.size;
  }
}

function fill(cursor: Cursor, batchSize: number): { batch: Uint8Array[]; done: boolean } {
  const batch: Uint8Array[] = [];
  let bytes = 0;
  while (batch.length < batchSize) {
    const next = cursor.held ?? (cursor.items.next().value as Uint8Array | undefined);
    cursor.held = undefined;
    if (next === undefined) return { batch, done: true };
    bytes += next.length + 12;
    if (batch.length > 0 && bytes > MAX_BATCH_BYTES) {
      cursor.held = next;
      break;
    }
    batch.push(next);
  }
  return { batch, done: false };
}
