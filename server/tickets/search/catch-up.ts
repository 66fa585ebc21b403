import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { RELAXED } from '../../model.ts';
import { isCalm } from '../../turns.ts';
import { Tickets } from '../model.ts';
import { SearchState } from './model.ts';

const STATE = 'tickets';
/** What was written shortly before may not have been marked any more, and clocks differ. */
const SLACK_MS = 60_000;
const PAGE = 100;
/** While people ask for something, who would wait until a page is done. */
const SMALL_PAGE = 10;

export interface Page {
  /** Hex ids, oldest activity first. */
  tickets: string[];
  /** Everything with activity before that has been told. */
  seen: Date;
  last: boolean;
}

/** Everything that happened before then is in the packs. */
export async function saveSeen(context: Context, seen: Date): Promise<void> {
  await SearchState(context).updateOne({ _id: STATE }, { $set: { seen } }, { upsert: true, ...RELAXED });
}

/** Walks through the tickets with activity since the feed was last known to be up to date; the first time, all. */
export class CatchUp {
  readonly #context: Context;
  #after: { activityAt: Date; _id?: Types.ObjectId };

  private constructor(context: Context, from: Date) {
    this.#context = context;
    this.#after = { activityAt: from };
  }

  static async start(context: Context): Promise<CatchUp> {
    const state = await SearchState(context).findById(STATE).lean();
    return new CatchUp(context, new Date(Math.max(0, (state?.seen?.getTime() ?? 0) - SLACK_MS)));
  }

  async page(): Promise<Page> {
    const limit = isCalm() ? PAGE : SMALL_PAGE;
    const { activityAt, _id } = this.#after;
    const later = _id ? { $or: [{ activityAt: { $gt: activityAt } }, { activityAt, _id: { $gt: _id } }] } : {};
    const found = await Tickets(this.#context)
      .find({ activityAt: { $gte: activityAt }, ...later }, { activityAt: 1 })
      .sort({ activityAt: 1, _id: 1 })
      .limit(limit)
      .lean();
    this.#after = found.at(-1) ?? this.#after;
    const last = found.length < limit;
    const seen = last ? this.#context.clock.now() : this.#after.activityAt;
    return { tickets: found.map((ticket) => String(ticket._id)), seen, last };
  }
}
