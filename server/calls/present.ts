import type { Types } from 'mongoose';
import { agentNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { nameOf } from '../customers/find.ts';
import { identityHash } from '../customers/identity.ts';
import { personOf, type Person } from '../customers/person.ts';
import { readableNumber } from '../customers/phone.ts';
import type { CallDoc } from './model.ts';
import type { CallView } from './schema.ts';

/** Where a call stands, whatever the order in which its events came. */
export function stateOf({
  answered,
  ended,
  missed,
}: Pick<CallDoc, 'answered' | 'ended' | 'missed'>): CallView['state'] {
  if (answered) return ended ? 'ended' : 'answered';
  return ended || missed ? 'missed' : 'ringing';
}

/** Calls (opened) as they leave the house. Whom they are of may have been merged or erased since. */
export async function presentCalls(context: Context, calls: CallDoc[]): Promise<CallView[]> {
  const names = await agentNames(
    context,
    calls.flatMap(({ agent }) => (agent ? [String(agent)] : [])),
  );
  const people = await peopleOf(context, calls);
  return calls.map((call) => {
    const { answered, ended, agent, number = '' } = call;
    return {
      id: String(call._id),
      direction: call.direction,
      state: stateOf(call),
      at: call.at.toISOString(),
      answeredAt: answered?.toISOString() ?? null,
      endedAt: (ended ?? call.missed)?.toISOString() ?? null,
      seconds: answered && ended ? Math.max(0, Math.round((ended.getTime() - answered.getTime()) / 1000)) : null,
      number: readableNumber(number),
      customer: callerView(context, call, people.get(String(call.customer))),
      agent: agent && { id: String(agent), name: names.get(String(agent)) ?? '' },
      rang: call.rang.map(String),
    };
  });
}

async function peopleOf(context: Context, calls: CallDoc[]): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  for (const id of new Set(calls.flatMap(({ customer }) => (customer ? [String(customer)] : [])))) {
    const person = await personOf(context, id).catch(() => undefined);
    if (person) people.set(id, person);
  }
  return people;
}

function callerView(context: Context, call: CallDoc, person: Person | undefined): CallView['customer'] {
  if (!person) return null;
  const { primary, records } = person;
  const hash = call.number && identityHash(context, { kind: 'phone', value: call.number });
  const identities = records.flatMap((record) => record.identities);
  const named = records.find(({ name }) => name) ?? primary;
  return {
    id: String(primary._id),
    name: primary.name || (named.name ? named.name : readableNumber(nameOf(primary))),
    language: primary.language,
    known: identities.length > 1 || named.name !== '' || firstSeen(records) < call.at,
    proved: identities.some((identity) => identity.hash === hash && identity.verified),
  };
}

const firstSeen = (records: { createdAt: Date; _id: Types.ObjectId }[]): Date =>
  new Date(Math.min(...records.map(({ createdAt }) => createdAt.getTime())));
