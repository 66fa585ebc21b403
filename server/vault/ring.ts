import type { KeyObject } from 'node:crypto';
import { openWith, sealWith, secretKey } from './cipher.ts';
import type { KeyDatabase } from './key-file.ts';

/**
 * The instance's own keys: `hash`, `sign`, and one or more of `seal/N`, the highest in use. They stay when the instance
 * key, which wraps them, is exchanged; only so do keyed hashes and signed links go on working.
 */
export interface RingStore {
  /** Counts the instance keys that there were; undefined in a file that was never used. */
  generation(): string | null;
  /** Throws when another process has exchanged the instance key. */
  check(): void;
  /** Wrapped keys by name. */
  all(): Map<string, Buffer>;
  /** Writes the first keys, unless somebody was faster. */
  fill(wrapped: Map<string, Buffer>): void;
  /**
   * Everything wrapped anew in one durable step: the ring as given, and each key of the file as `rewrap` makes it.
   */
  replace(wrapped: Map<string, Buffer>, rewrap: (owner: string, wrapped: Buffer) => Buffer): void;
  remove(name: string): void;
}

export function openRing(file: KeyDatabase): RingStore {
  const { db } = file;
  const read = (): string | null =>
    (db.prepare("SELECT value FROM meta WHERE name = 'generation'").get() as { value: string } | undefined)?.value ??
    null;
  let generation = read();
  const write = (wrapped: Map<string, Buffer>, next: string): void => {
    const put = db.prepare('INSERT INTO ring VALUES (?, ?)');
    db.exec('DELETE FROM ring');
    for (const [name, bytes] of wrapped) put.run(name, bytes);
    db.prepare("INSERT OR REPLACE INTO meta VALUES ('generation', ?)").run(next);
    generation = next;
  };
  return {
    generation: () => generation,
    check() {
      if (read() !== generation) throw new Error('The instance key was changed by another process: start again.');
    },
    all: () =>
      new Map(
        (
          db.prepare('SELECT name, wrapped FROM ring ORDER BY name').all() as { name: string; wrapped: Uint8Array }[]
        ).map((row) => [row.name, Buffer.from(row.wrapped)] as const),
      ),
    fill(wrapped) {
      file.transaction(() => {
        generation = read();
        if (generation === null) write(wrapped, '1');
      });
      file.syncNow();
    },
    replace(wrapped, rewrap) {
      file.destructive(() => {
        const put = db.prepare('UPDATE keys SET wrapped = ? WHERE owner = ?');
        const rows = db.prepare('SELECT owner, wrapped FROM keys').all() as { owner: string; wrapped: Uint8Array }[];
        for (const row of rows) put.run(rewrap(row.owner, Buffer.from(row.wrapped)), row.owner);
        write(wrapped, String(Number(generation) + 1));
      });
    },
    remove: (name) => file.destructive(() => void db.prepare('DELETE FROM ring WHERE name = ?').run(name)),
  };
}

/** A key under the instance key, bound to its place. */
export const wrap = (wrapping: KeyObject, place: string, key: Uint8Array): Buffer => sealWith(wrapping, place, key);
/** Throws when it was wrapped by another instance key. */
export const unwrap = (wrapping: KeyObject, place: string, wrapped: Uint8Array): KeyObject =>
  secretKey(openWith(wrapping, place, wrapped));
