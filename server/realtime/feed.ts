import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Counters } from '../counter.ts';
import { COUNTER } from './append.ts';
import { RealtimeEvents, type EventDoc } from './model.ts';

/** How long a missing number may still come, before it is voided. */
const HOLE_MS = 500;

export interface Feed {
  /** Resolves when the sequence's present end is known. */
  readonly ready: Promise<void>;
  /** Takes events as they were stored, in any order. */
  accept(events: EventDoc[]): void;
  /** The last number handed on. */
  last(): number;
  stop(): void;
}

/**
 * Hands events on in the order of their numbers, each once. A number that is missing for 500 ms is looked for in the
 * store, where another process may have put it, and otherwise voided there: who took it must take another one.
 */
export function createFeed(context: Context, handOn: (events: EventDoc[]) => void): Feed {
  const early = new Map<number, EventDoc>();
  let last = 0;
  let known = false;
  let timer: NodeJS.Timeout | undefined;

  const advance = (): void => {
    if (!known) return;
    const inOrder: EventDoc[] = [];
    for (const seq of early.keys()) if (seq <= last) early.delete(seq);
    for (let event = early.get(last + 1); event; event = early.get(last + 1)) {
      early.delete(event.seq);
      last = event.seq;
      inOrder.push(event);
    }
    if (inOrder.length > 0) handOn(inOrder);
    if (early.size > 0) timer ??= setTimeout(fillHoles, HOLE_MS, last + 1).unref();
  };
  const fillHoles = (missing: number): void => {
    timer = undefined;
    // The hole that was waited for is gone and another one has opened: that one gets its time too.
    if (missing !== last + 1) return advance();
    const until = Math.min(...early.keys());
    fill(context, last + 1, until - 1)
      .then((events) => accept(events))
      .catch((err: unknown) => {
        context.log.error({ err }, 'a hole in the sequence could not be closed');
        advance();
      });
  };
  const accept = (events: EventDoc[]): void => {
    for (const event of events) early.set(event.seq, event);
    advance();
  };
  const ready = Counters(context)
    .findById(COUNTER)
    .lean()
    .then((counter) => {
      last = counter?.value ?? 0;
      known = true;
      advance();
    });
  ready.catch((err: unknown) => context.log.error({ err }, 'the sequence could not be read'));
  return { ready, accept, last: () => last, stop: () => clearTimeout(timer) };
}

/** The events of these numbers; what is not in the store is voided there. */
async function fill(context: Context, from: number, to: number): Promise<EventDoc[]> {
  const seqs = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const voids = seqs.map((seq): EventDoc => ({
    _id: new Types.ObjectId(),
    seq,
    kind: 'void',
    fields: [],
    at: context.clock.now(),
  }));
  // The unique number decides between us and whoever is late; what is there then is what counts.
  await RealtimeEvents(context)
    .insertMany(voids, { ordered: false, lean: true })
    .catch((error: { code?: number; writeErrors?: unknown[] }) => {
      if (error.code !== 11000 && !error.writeErrors) throw error;
    });
  return await RealtimeEvents(context)
    .find({ seq: { $gte: from, $lte: to } })
    .sort({ seq: 1 })
    .lean<EventDoc[]>();
}
