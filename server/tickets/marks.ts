import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Tickets } from './model.ts';

/** The lists of agents on a ticket; one that is empty is absent. */
export type AgentList = 'drafts' | 'mentioned' | 'mentions';

/** Puts an agent (hex id) on a list of a ticket, or takes them off; true when that changed it. */
export async function markAgent(
  context: Context,
  ticket: Types.ObjectId,
  list: AgentList,
  agent: string,
  on: boolean,
): Promise<boolean> {
  const id = new Types.ObjectId(agent);
  const tickets = Tickets(context).collection;
  if (on) {
    const { modifiedCount } = await tickets.updateOne({ _id: ticket }, { $addToSet: { [list]: id } });
    return modifiedCount > 0;
  }
  const { modifiedCount } = await tickets.updateOne({ _id: ticket, [list]: id }, { $pull: { [list]: id } } as never);
  if (modifiedCount > 0) await tickets.updateOne({ _id: ticket, [list]: { $size: 0 } }, { $unset: { [list]: 1 } });
  return modifiedCount > 0;
}
