import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { Automations, type AutomationDoc } from './model.ts';
import { plan, type Planned } from './plan.ts';
import { dueOf, earliest, type Timed } from './rest.ts';
import { forgetRules, rulesInForce } from './rules.ts';

type Resting = Pick<TicketDoc, '_id' | 'number' | 'team' | 'stillSince'>;

const BATCH = 500;

/** Plans a run for each ticket that has rested long enough since it was last looked; how many. */
export async function findDue(context: Context): Promise<number> {
  let planned = 0;
  for (const rule of await rulesInForce(context)) {
    if (rule.trigger.on !== 'time') continue;
    try {
      planned += await findFor(context, rule, rule.trigger);
    } catch (err) {
      // It goes on where it was; the others do now.
      context.log.error({ err, rule: String(rule._id) }, 'a rule over time could not look');
    }
  }
  return planned;
}

/** What begins to rest may still be on its way into the store, by another process' clock. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Goes on where it last was, to a minute ago: a ticket begins to rest now, never earlier, so that none is passed over.
 * Where it was is written only where nobody has moved it meanwhile: the rule may have been switched on again.
 */
async function findFor(context: Context, { _id, sweptTo }: AutomationDoc, trigger: Timed): Promise<number> {
  const until = earliest(trigger, new Date(context.clock.now().getTime() - ON_ITS_WAY_MS));
  if (sweptTo && until <= sweptTo) return 0;
  const rested = { status: trigger.status, stillSince: { $gt: sweptTo ?? until, $lte: until } };
  const cursor = Tickets(context)
    .find(rested, { number: 1, team: 1, stillSince: 1 })
    .sort({ stillSince: 1, _id: 1 })
    .lean<Resting[]>()
    .cursor({ batchSize: BATCH });
  let planned = 0;
  for (let some = await next(cursor); some.length > 0; some = await next(cursor))
    planned += await plan(context, await plannedOf(context, _id, trigger, some));
  await Automations(context).updateOne({ _id, enabled: true, sweptTo }, { $set: { sweptTo: until } });
  forgetRules(context);
  return planned;
}

async function next(cursor: { next(): Promise<unknown> }): Promise<Resting[]> {
  const some: Resting[] = [];
  while (some.length < BATCH) {
    const one = (await cursor.next()) as Resting | null;
    if (!one) break;
    some.push(one);
  }
  return some;
}

async function plannedOf(
  context: Context,
  rule: Types.ObjectId,
  trigger: Timed,
  tickets: Resting[],
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const { _id, number, team, stillSince } of tickets) {
    const dueAt = stillSince && (await dueOf(context, trigger, { team, stillSince }));
    const what = `rest/${stillSince?.getTime()}`;
    if (dueAt) planned.push({ rule, ticket: _id, number, on: 'time', since: stillSince, dueAt, what });
  }
  return planned;
}
