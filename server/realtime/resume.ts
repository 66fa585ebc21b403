import type { Context } from '../context.ts';
import { framesOf, type Frame } from './frames.ts';
import { RealtimeEvents, type EventDoc } from './model.ts';

/** Beyond this, reading the lists again is less work for everybody. */
const MOST = 2_000;

/**
 * What came after the number `after` up to `until`, as frames; undefined when that is not kept any more, never was,
 * or is too much, so that the socket must read everything again.
 */
export async function missed(context: Context, after: number, until: number): Promise<Frame[] | undefined> {
  if (after > until) return undefined;
  if (after === until) return [];
  const events = await RealtimeEvents(context)
    .find({ seq: { $gt: after, $lte: until } })
    .sort({ seq: 1 })
    .limit(MOST + 1)
    .lean<EventDoc[]>();
  if (events.length > MOST || !(await reachesBack(context, after, events))) return undefined;
  return await framesOf(context, events);
}

/** Whether nothing between `after` and the first event found can have been kept once and be gone now. */
async function reachesBack(context: Context, after: number, events: EventDoc[]): Promise<boolean> {
  if (events[0]?.seq === after + 1) return true;
  // A crash can leave a number unused; then the event before it is still there.
  return (
    (await RealtimeEvents(context)
      .findOne({ seq: { $lte: after } }, { _id: 1 })
      .lean()) !== null
  );
}
