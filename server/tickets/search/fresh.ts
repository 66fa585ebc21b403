import type { Context } from '../../context.ts';

/** What is remembered of the store is believed so long: pages and letters that are typed come faster than that. */
const BELIEVED_MS = 250;

/** When this process last read what the search consists of, by what (ms of `performance.now()`). */
const reads = new WeakMap<Context, Map<'blocks' | 'tail', number>>();

/** Whether nobody has read that for a while; who is told so reads it. What this process writes is read at once. */
export function isStale(context: Context, what: 'blocks' | 'tail'): boolean {
  const ofContext = reads.get(context) ?? new Map<'blocks' | 'tail', number>();
  reads.set(context, ofContext);
  const now = performance.now();
  if (now - (ofContext.get(what) ?? -Infinity) < BELIEVED_MS) return false;
  ofContext.set(what, now);
  return true;
}

/** The next one who asks reads again: after this process has written, or could not read. */
export const makeStale = (context: Context): void => void reads.delete(context);
