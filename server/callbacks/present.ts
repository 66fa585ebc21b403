import { agentNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { nameOf } from '../customers/find.ts';
import { personOf } from '../customers/person.ts';
import { readableNumber } from '../customers/phone.ts';
import { Orders, type OrderDoc } from '../orders/model.ts';
import { readTickets } from '../tickets/find.ts';
import { opened } from '../vault/sealed.ts';
import type { CallbackDoc } from './model.ts';
import { ticketOf } from './rest.ts';
import type { CallbackView } from './schema.ts';

/** How many of their tickets an agent sees before calling. */
const OTHERS = 3;

/** Calls (opened) as they leave the house, with what an agent wants to know before calling. */
export async function presentCallbacks(context: Context, callbacks: CallbackDoc[]): Promise<CallbackView[]> {
  const ids = callbacks.flatMap(({ agent, tries }) => [...(agent ? [agent] : []), ...tries.map((one) => one.agent)]);
  const names = await agentNames(context, ids.map(String));
  const views: CallbackView[] = [];
  for (const callback of callbacks) views.push(await present(context, callback, names));
  return views;
}

async function present(context: Context, callback: CallbackDoc, names: Map<string, string>): Promise<CallbackView> {
  const ref = (id: { toString(): string }) => ({ id: String(id), name: names.get(String(id)) ?? '' });
  const ticket = await ticketOf(context, callback);
  const assignee = ticket.assignee && String(ticket.assignee);
  const assigned = assignee ? await agentNames(context, [assignee]) : undefined;
  const { number = '', topic = '', state } = callback;
  return {
    id: String(callback._id),
    state: state === 'held' ? 'booked' : state,
    at: callback.at.toISOString(),
    dueAt: callback.dueAt.toISOString(),
    ticket: {
      number: ticket.number,
      subject: ticket.subject ?? '',
      assignee: assignee ? { id: assignee, name: assigned?.get(assignee) ?? '' } : null,
    },
    language: callback.language,
    number,
    readable: readableNumber(number),
    topic,
    tries: callback.tries.map(({ at, agent, outcome }) => ({ at: at.toISOString(), agent: ref(agent), outcome })),
    agent: callback.agent && ref(callback.agent),
    ...(await knownOf(context, callback, ticket.number)),
  };
}

async function knownOf(
  context: Context,
  { customer }: CallbackDoc,
  number: number,
): Promise<Pick<CallbackView, 'customer' | 'others' | 'order'>> {
  const { primary, records } = await personOf(context, String(customer));
  const theirs = { customer: { $in: records.map(({ _id }) => _id) } };
  const tickets = await readTickets(context, theirs, { sort: { activityAt: -1, _id: -1 }, limit: OTHERS + 1 });
  const order = await Orders(context).findOne(theirs).sort({ placedAt: -1, _id: -1 }).lean<OrderDoc>();
  const last = order && opened(context, Orders, order);
  return {
    customer: { id: String(primary._id), name: nameOf(primary) },
    others: tickets
      .filter((ticket) => ticket.number !== number)
      .slice(0, OTHERS)
      .map((ticket) => ({ number: ticket.number, subject: ticket.subject ?? '', status: ticket.status })),
    order: last ? { number: last.number ?? '', placedAt: last.placedAt.toISOString() } : null,
  };
}
