import { Schema } from 'mongoose';
import type { Context } from './context.ts';
import { defineModel, RELAXED } from './model.ts';
import { joint } from './together.ts';
import { declarePlain } from './declare.ts';

const schema = new Schema<{ _id: string; value: number }>(
  { _id: String, value: Number },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'the name of a counter': ['_id'] });
/** The mark that somebody has taken the samples out. */
export const SAMPLES_REMOVED = 'samples-removed';
export const Counters = defineModel<{ _id: string; value: number }>('Counter', 'counters', schema);

/**
 * Takes the next `count` numbers of a counter and returns the first; calls at the same time share one step. Gaps are
 * allowed, repeats are not: whoever uses a number makes it durable with the document that bears it.
 */
export function nextNumbers(context: Pick<Context, 'db'>, name: string, count = 1): Promise<number> {
  return joint<number, number>(context.db, `counter ${name}`, async (counts) => {
    let first = await step(
      context,
      name,
      counts.reduce((sum, n) => sum + n, 0),
    );
    return counts.map((n) => {
      const value = first;
      first += n;
      return { value };
    });
  })(count);
}

async function step(context: Pick<Context, 'db'>, name: string, count: number): Promise<number> {
  const update = () =>
    Counters(context)
      .findOneAndUpdate(
        { _id: name },
        { $inc: { value: count } },
        { upsert: true, returnDocument: 'after', ...RELAXED },
      )
      .lean();
  // Two first upserts at once: the loser finds the document the second time.
  const doc = await update().catch((error: { code?: number }) =>
    error.code === 11000 ? update() : Promise.reject(error),
  );
  return (doc?.value ?? count) - count + 1;
}
