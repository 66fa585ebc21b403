import { Types } from 'mongoose';
import { Agents, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { PRIORITIES, type TicketDoc } from '../tickets/model.ts';
import { Slas } from './model.ts';
import type { Policy } from './schema.ts';

/** Until somebody says otherwise: questions are answered within a business day, the rest is settled in two weeks. */
export const AT_FIRST: Policy[] = [
  {
    name: 'Inquiries',
    types: ['inquiry'],
    firstReply: { amount: 1, unit: 'businessDays' },
    nextReply: { amount: 1, unit: 'businessDays' },
    warnMinutes: 120,
    raise: false,
  },
  {
    name: 'Complaints and returns',
    types: ['complaint', 'return'],
    resolution: { amount: 14, unit: 'calendarDays' },
    warnMinutes: 2 * 24 * 60,
    raise: true,
  },
];

/** What another process changed is seen after this time. */
const KEPT_MS = 5_000;
const memory = new WeakMap<Context['db'], { until: number; changes: number; policies: Policy[] | undefined }>();

/** The policies in their order, as stored; undefined while nobody has changed them. From memory. */
export async function storedPolicies(context: Context): Promise<Policy[] | undefined> {
  const kept = memory.get(context.db) ?? { until: 0, changes: 0, policies: undefined };
  memory.set(context.db, kept);
  if (kept.until > Date.now()) return kept.policies;
  const { changes } = kept;
  const doc = await Slas(context).findById('sla', { policies: 1 }).lean();
  if (kept.changes === changes) Object.assign(kept, { policies: doc?.policies, until: Date.now() + KEPT_MS });
  return doc?.policies;
}

export const policiesNow = async (context: Context): Promise<Policy[]> => (await storedPolicies(context)) ?? AT_FIRST;

/** Replaces the policies. Fails `unprocessable` where there is no such team or agent. */
export async function changePolicies(context: Context, policies: Policy[]): Promise<void> {
  const ids = (pick: (policy: Policy) => string | undefined): Types.ObjectId[] =>
    [...new Set(policies.flatMap((policy) => pick(policy) ?? []))].map((id) => new Types.ObjectId(id));
  const [teams, agents] = [ids(({ team }) => team), ids(({ agent }) => agent)];
  if ((await Teams(context).countDocuments({ _id: { $in: teams } })) < teams.length)
    fail('unprocessable', 'There is no such team.');
  if ((await Agents(context).countDocuments({ _id: { $in: agents }, active: true })) < agents.length)
    fail('unprocessable', 'There is no such agent.');
  await Slas(context).updateOne({ _id: 'sla' }, { $set: { v: 1, policies } }, { upsert: true });
  const kept = memory.get(context.db);
  if (kept) Object.assign(kept, { until: 0, changes: kept.changes + 1 });
}

/** The first that fits. */
export function policyFor(
  policies: readonly Policy[],
  ticket: Pick<TicketDoc, 'type' | 'priority' | 'class'>,
): Policy | undefined {
  const priority = PRIORITIES[ticket.priority - 1] ?? 'normal';
  const fits = <T>(some: readonly T[] | undefined, one: T): boolean => !some?.length || some.includes(one);
  return policies.find(
    ({ types, priorities, classes }) =>
      fits(types, ticket.type) && fits(priorities, priority) && fits(classes, ticket.class ?? 'standard'),
  );
}
