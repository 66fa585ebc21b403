import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { nextNumbers } from '../counter.ts';
import { RELAXED } from '../model.ts';
import { RealtimeEvents, type EventDoc } from './model.ts';

export const COUNTER = 'events';

/** An event that has no number yet. */
export type NewEvent = Omit<EventDoc, '_id' | 'seq' | 'at'>;

interface Waiting {
  event: NewEvent;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Appends events to the sequence: what comes in one turn of the loop, or while an append is under way, takes one
 * counter step and one insert together. `begin` hears of a batch before it has its numbers, and what it answers of the
 * same events with them, in order, when they are stored; then the promise of each resolves.
 */
export function createAppender(
  context: Context,
  begin: (batch: NewEvent[]) => (events: EventDoc[]) => void,
): (event: NewEvent) => Promise<void> {
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    // What else comes in this turn belongs to the same batch.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await store(batch);
    }
    flushing = undefined;
  };
  const store = async (batch: Waiting[]): Promise<void> => {
    try {
      const events = batch.map(({ event }) => event);
      const stored = begin(events);
      const inserted = await insert(context, events);
      stored(inserted.events);
      batch.forEach((one, i) => {
        // Its number was voided because we were slow: it gets another.
        if (inserted.voided.has(i)) waiting.push(one);
        else one.resolve();
      });
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  };
  return (event) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ event, resolve, reject });
      flushing ??= flush();
    });
}

/** One counter step, one insert. `voided` are the places in the batch whose numbers somebody has voided meanwhile. */
async function insert(context: Context, batch: NewEvent[]): Promise<{ events: EventDoc[]; voided: Set<number> }> {
  const first = await nextNumbers(context, COUNTER, batch.length);
  const at = context.clock.now();
  const events = batch.map((event, i): EventDoc => ({ _id: new Types.ObjectId(), seq: first + i, ...event, at }));
  const voided = new Set<number>();
  try {
    await RealtimeEvents(context).insertMany(events, { ordered: false, lean: true, ...RELAXED });
  } catch (error) {
    const failed = (error as { writeErrors?: { code?: number; index?: number; err?: { index?: number } }[] })
      .writeErrors;
    if (!failed?.length || failed.some(({ code }) => code !== 11000)) throw error;
    for (const { index, err } of failed) voided.add(index ?? err?.index ?? -1);
  }
  return { events: events.filter((_event, i) => !voided.has(i)), voided };
}
