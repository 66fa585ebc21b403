import type { Connection } from 'mongoose';
import { Agents, Sessions, Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { Customers } from '../customers/model.ts';
import { Rules } from '../routing/model.ts';
import { Messages } from '../tickets/message-model.ts';
import { Tickets } from '../tickets/model.ts';
import { removeOrders } from './orders.ts';
import { forgetTickets } from '../tickets/search/forget.ts';

/**
 * Removes the sample company wholly: its tickets with their messages, customers with their keys and orders, agents with their
 * sessions, teams and rules. Tickets of others that a sample agent had are given back to the queue. Returns how many
 * tickets there were.
 */
export async function removeDemo(context: Context): Promise<number> {
  const [tickets, customers, agents, teams] = await Promise.all([
    ids(context, Tickets),
    ids(context, Customers),
    ids(context, Agents),
    ids(context, Teams),
  ]);
  await forgetTickets(context, tickets);
  await Messages(context).deleteMany({ ticket: { $in: tickets } });
  await Tickets(context).deleteMany({ _id: { $in: tickets } });
  await freeTickets(context, agents, teams);
  await Rules(context).deleteMany({ 'action.team': { $in: teams } });
  await Sessions(context).deleteMany({ agent: { $in: agents } });
  await Agents(context).updateMany({ teams: { $in: teams } }, { $pullAll: { teams } });
  await Agents(context).deleteMany({ _id: { $in: agents } });
  await Teams(context).deleteMany({ _id: { $in: teams } });
  await removeOrders(context);
  await Customers(context).deleteMany({ _id: { $in: customers } });
  context.vault.forgetKeys(customers.map(String));
  return tickets.length;
}

async function ids(context: Context, model: (context: { db: Connection }) => unknown): Promise<never[]> {
  const marked = (model as typeof Tickets)(context).find({ demo: true }, { _id: 1 });
  return (await marked.lean()).map(({ _id }) => _id as never);
}

/** Real tickets that samples hold: the routing files them anew. */
async function freeTickets(context: Context, agents: never[], teams: never[]): Promise<void> {
  const active = { status: { $in: ['new', 'open'] } };
  await Tickets(context).updateMany({ assignee: { $in: agents }, ...active } as never, {
    $set: { assignee: null, queued: true },
  });
  await Tickets(context).updateMany({ assignee: { $in: agents } }, { $set: { assignee: null } });
  await Tickets(context).updateMany({ team: { $in: teams } }, { $set: { team: null } });
}
