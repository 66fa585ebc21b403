import type { Types } from 'mongoose';

/** Of one page. */
export const PAGE = 50;
/** When more than this fail they do so for one reason, and the next turn comes soon enough. */
const MOST_FAILED = 500;

interface Work<T> {
  /** The first ones, `PAGE` at most, without those that are named. */
  read: (except: Types.ObjectId[]) => Promise<T[]>;
  act: (one: T) => Promise<unknown>;
  /** One that failed waits for the next turn, and the others go on. */
  failed: (err: unknown, one: T) => void;
}

/**
 * Does something to a page of what waits for it. What fails stays where it is, at the head of every page: so it is
 * looked past until something succeeds. True when something did and there may be more to do at once.
 */
export async function eachOfPage<T extends { _id: Types.ObjectId }>({ read, act, failed }: Work<T>): Promise<boolean> {
  const past: Types.ObjectId[] = [];
  for (;;) {
    const page = await read(past);
    const before = past.length;
    for (const one of page)
      await act(one).catch((err: unknown) => {
        past.push(one._id);
        failed(err, one);
      });
    if (page.length < PAGE) return false;
    if (past.length - before < page.length) return true;
    if (past.length >= MOST_FAILED) return false;
  }
}
