import { Types } from 'mongoose';
import { followSettings } from '../../server/sla/follow.ts';
import { alarming, sweepDeadlines } from '../../server/sla/loop.ts';
import { Slas } from '../../server/sla/model.ts';
import { Tickets } from '../../server/tickets/model.ts';
import { buildTestApp } from '../support/app.ts';
import { quantile, type Figure } from './figure.ts';

const BATCH = 5_000;
const START = Date.UTC(2027, 0, 4, 9);
/** A deadline each so many milliseconds. */
const STEP = 2_500;
const ROUNDS = 200;

/** The sweep of deadlines over tickets that all have one: turns that find nothing, some that are due, and tell of them. */
export async function sweeps(count: number): Promise<Figure[]> {
  let now = START;
  const app = await buildTestApp({ empty: true, clock: { now: () => new Date(now) } });
  try {
    const { context } = app;
    // What changes a million deadlines of its own accord must be over before.
    while (!(await Slas(context).findById('sla').lean())?.followed) {
      await followSettings(context);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    for (let from = 0; from < count; from += BATCH) {
      const some = Array.from({ length: Math.min(BATCH, count - from) }, (_, k) => ticketOf(from + k));
      await Tickets(context).collection.insertMany(some as never, { ordered: false });
    }
    const turns = async (at: number, finds: number): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const start = performance.now();
        const found = await alarming(context, new Date(at));
        times.push(performance.now() - start);
        if (found.length !== finds) throw new Error(`${found.length} are due, not ${finds}`);
      }
      return quantile(times, 0.95);
    };
    const all = `deadline sweep over ${count.toLocaleString('en')} tickets`;
    const figures: Figure[] = [
      { name: `${all}: a turn, nothing due, p95`, value: await turns(START, 0), unit: 'ms', aim: 'under 50' },
      { name: `${all}: a turn, 50 due, p95`, value: await turns(START + 50 * STEP, 50), unit: 'ms', aim: 'under 50' },
    ];
    const told: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      now += 50 * STEP;
      const due = (await alarming(context, new Date(now))).length;
      const start = performance.now();
      await sweepDeadlines(context);
      const took = performance.now() - start;
      const left = (await alarming(context, new Date(now))).length;
      told.push((1000 * (due - left)) / took);
    }
    return [...figures, { name: 'of them told, each second', value: quantile(told, 0.5), unit: '/s' }];
  } finally {
    await app.close();
  }
}

/** As small as the product reads it; the indexes are all there. */
function ticketOf(i: number): object {
  const [due, past] = [new Date(START + (i + 1) * STEP), new Date(START - 86_400_000)];
  return {
    ...{ _id: new Types.ObjectId(), v: 1, number: i + 1, origin: `sweep-${i}`, type: 'inquiry', typeGuessed: false },
    ...{ status: 'open', priority: 2, tags: [], team: null, assignee: null, handler: 'agents', queued: false },
    ...{ load: 'mail', language: 'en', channel: 'email', account: 'env', customer: new Types.ObjectId() },
    ...{ unverified: false, thread: `t${i}`, threadKeys: [`k${i}`], messages: 1, createdAt: past, activityAt: past },
    ...{ waitingSince: past, firstAssignedAt: null, assignedAt: null, firstRepliedAt: null, solvedAt: null },
    ...{ reopenedAt: null, closedAt: null, snoozedUntil: null, routing: null, subject: '', snippet: '', fields: {} },
    clocks: { firstReplyBy: due, nextReplyBy: null, resolveBy: null, pauses: [], done: ['warn:firstReply'] },
    ...{ due, alarmAt: due },
  };
}
