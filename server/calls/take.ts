import { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { personOf } from '../customers/person.ts';
import { callerNumber } from '../customers/phone.ts';
import { upsertCustomer } from '../customers/upsert.ts';
import { telephoneSettings } from '../settings/telephone.ts';
import { insertSealed, isDuplicate, sealed } from '../vault/sealed.ts';
import { Calls, type CallDoc } from './model.ts';
import type { CallBody } from './schema.ts';

/**
 * Notes an event of a call. `system` tells telephone systems apart: their ids of calls are their own. Whoever calls from
 * a number that nobody is known under is a new customer, of whom nothing is proved. The same event again changes nothing.
 */
export async function takeCall(context: Context, system: string, body: CallBody): Promise<CallDoc> {
  const key = context.vault.hash('call', `${system}/${body.id}`);
  const agents = await agentsAt(context, body.agent);
  const known = await Calls(context).findOne({ key }).lean<CallDoc>();
  const call = known ?? (await begin(context, key, body));
  const changed = await happened(context, call, body, agents);
  if (!known || changed) await tell(context, String(call._id));
  return (await Calls(context).findById(call._id).lean<CallDoc>()) ?? call;
}

/** Agents with this extension or address; an extension may be shared. */
async function agentsAt(context: Context, said: string | null | undefined): Promise<Types.ObjectId[]> {
  const who = (said ?? '').trim();
  if (who === '') return [];
  const where = who.includes('@') ? { email: who.toLowerCase() } : { extension: who };
  const found = await Agents(context)
    .find({ ...where, active: true }, { _id: 1 })
    .lean();
  return found.map(({ _id }) => _id);
}

/** Two events of one call may come at once: its key is unique, and the second goes on with the first one's. */
async function begin(context: Context, key: string, body: CallBody): Promise<CallDoc> {
  const at = timeOf(context, body);
  // After the time was taken: who is younger than the call was not known before.
  const caller = await callerOf(context, body);
  const call: CallDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    key,
    direction: body.direction ?? 'in',
    customer: caller?.customer ?? null,
    at,
    rang: [],
    agent: null,
    ...(caller ? { number: caller.number } : {}),
  };
  try {
    await insertSealed(context, Calls, String(call.customer), call);
    return call;
  } catch (error) {
    const other = isDuplicate(error) ? await Calls(context).findOne({ key }).lean<CallDoc>() : null;
    if (!other) throw error;
    return other;
  }
}

async function callerOf(
  context: Context,
  { direction, from, to }: CallBody,
): Promise<{ customer: Types.ObjectId; number: string } | undefined> {
  const { country } = await telephoneSettings(context);
  const number = callerNumber(direction === 'out' ? to : from, country);
  if (!number) return undefined;
  const customer = await upsertCustomer(context, { kind: 'phone', value: number, verified: false });
  return { customer: customer._id, number };
}

/** True when it was news. */
async function happened(
  context: Context,
  { _id, customer }: CallDoc,
  body: CallBody,
  agents: Types.ObjectId[],
): Promise<boolean> {
  const at = timeOf(context, body);
  const first = { _id, [body.event]: { $exists: false } };
  const changes: [object, object][] = [[first, { $set: { [body.event]: at } }]];
  const [agent] = agents;
  if (agent && (body.event === 'answered' || body.direction === 'out'))
    changes.push([{ _id, agent: null }, { $set: { agent } }]);
  if (agent && body.event === 'ringing')
    changes.push([{ _id, rang: { $not: { $all: agents } } }, { $addToSet: { rang: { $each: agents } } }]);
  let news = false;
  for (const [where, change] of changes)
    news = (await Calls(context).updateOne(where, change)).modifiedCount > 0 || news;
  if (!customer) news = (await learnCaller(context, _id, body)) || news;
  return news;
}

/** Some telephone systems tell the number only later. */
async function learnCaller(context: Context, _id: Types.ObjectId, body: CallBody): Promise<boolean> {
  const caller = await callerOf(context, body);
  if (!caller) return false;
  const fields = sealed(context, Calls, String(caller.customer), _id, { number: caller.number });
  const set = { customer: caller.customer, ...fields };
  return (await Calls(context).collection.updateOne({ _id, customer: null }, { $set: set as never })).modifiedCount > 0;
}

/** What has not happened yet is said by a clock that is fast. */
function timeOf({ clock }: Context, { at }: CallBody): Date {
  const now = clock.now();
  const said = at ? new Date(at) : now;
  return said < now ? said : now;
}

async function tell(context: Context, id: string): Promise<void> {
  const call = await Calls(context).findById(id).lean<CallDoc>();
  if (!call) return;
  const { rang, agent, customer } = call;
  const agents = new Set([...rang, ...(agent ? [agent] : [])].map(String));
  const primary = customer && (await personOf(context, String(customer)).catch(() => undefined));
  await context.events.emit('call.changed', {
    call: id,
    agents: [...agents],
    ...(primary ? { customer: String(primary.primary._id) } : {}),
  });
}
