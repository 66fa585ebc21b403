import { bucketOf } from './hashes.ts';
import type { Has } from './judge.ts';
import { findList, holds, visitList, type List } from './lists.ts';
import type { Query, Term } from './query.ts';

/** As many positions are looked up by their place in an array; a longer block is sparse. */
const ARRAY = 2 ** 16;

/** Which positions of one block have a term, and how. Lists are read only as far as somebody asks. */
export class Hits {
  readonly #length: number;
  readonly #lists: { list: List; has: Has }[];
  #array: Uint8Array | undefined;
  #map: Map<number, Has> | undefined;

  constructor(length: number, lists: { list: List; has: Has }[]) {
    this.#length = length;
    this.#lists = lists;
  }

  /** Bytes to be read for all of its positions. */
  get size(): number {
    return this.#lists.reduce((sum, { list }) => sum + list.end - list.at, 0);
  }

  get(offset: number): Has {
    let best: Has = 0;
    for (const { list, has } of this.#lists) if (list.dense && has > best && holds(list, offset)) best = has;
    if (this.#lists.every(({ list }) => list.dense)) return best;
    const sparse = this.#sparse(offset);
    return sparse > best ? sparse : best;
  }

  /** All positions; one that has it in several ways is told as often. */
  offsets(): number[] {
    const found: number[] = [];
    for (const { list } of this.#lists) visitList(list, (offset) => found.push(offset));
    return found;
  }

  #sparse(offset: number): Has {
    if (!this.#array && !this.#map) this.#read();
    return this.#array ? (this.#array[offset] as Has) : (this.#map?.get(offset) ?? 0);
  }

  #read(): void {
    const array = this.#length <= ARRAY ? new Uint8Array(this.#length) : undefined;
    const map = new Map<number, Has>();
    for (const { list, has } of this.#lists)
      if (!list.dense)
        visitList(list, (offset) => {
          if (array) array[offset] = Math.max(array[offset] ?? 0, has);
          else if (has > (map.get(offset) ?? 0)) map.set(offset, has);
        });
    this.#array = array;
    this.#map = map;
  }
}

/** Finds the terms of a query in the lists of one block, by bucket. `length` is that of the block's positions. */
export function hitsOf(query: Query, buckets: ReadonlyMap<number, Buffer>, length: number): Hits[] {
  return query.terms.map(({ whole, beginning }) => {
    const wanted = whole.map((hash) => ({ hash, has: 2 as Has }));
    if (beginning !== undefined) wanted.push({ hash: beginning, has: 1 });
    const lists = wanted.flatMap(({ hash, has }) => {
      const inBucket = buckets.get(bucketOf(hash));
      const list = inBucket && findList(inBucket, hash);
      return list ? [{ list, has }] : [];
    });
    return new Hits(length, lists);
  });
}

export const bucketsOf = (terms: readonly Term[]): number[] => [
  ...new Set(
    terms.flatMap(({ whole, beginning }) => [...whole, ...(beginning === undefined ? [] : [beginning])].map(bucketOf)),
  ),
];

/** The positions that may fulfil a query, newest first: those of the clause that fewest fulfil. */
export function likeliest(query: Query, hits: readonly Hits[]): number[] {
  const places = new Map(query.terms.map((term, i) => [term, hits[i]]));
  let fewest: { size: number; rarest: Hits[] } | undefined;
  for (const ways of query.clauses) {
    const rarest = ways.flatMap((way) => {
      const ofWay = way.flatMap((term) => places.get(term) ?? []);
      return ofWay.length === 0 ? [] : [ofWay.reduce((least, one) => (one.size < least.size ? one : least))];
    });
    const size = rarest.reduce((sum, one) => sum + one.size, 0);
    if (!fewest || size < fewest.size) fewest = { size, rarest };
    if (size === 0) return [];
  }
  return [...new Set(fewest?.rarest.flatMap((one) => one.offsets()))].sort((a, b) => b - a);
}
