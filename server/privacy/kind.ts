/** Something that is counted and removed. Both may run again after a crash, and removing may end between two steps. */
export interface Kind {
  /** As the certificate counts it: `File`, `Identity`, or the name of a model. */
  name: string;
  count(): Promise<number>;
  /** Step by step; tells how many each of them has removed, and 0 when nothing was left. */
  remove(): AsyncGenerator<number>;
}

/** What of it is stored in many documents is removed so many at a time: others work meanwhile. */
export const BATCH = 200;

/** All, so many at a time. */
export function* inBatches<T>(all: T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += BATCH) yield all.slice(i, i + BATCH);
}
