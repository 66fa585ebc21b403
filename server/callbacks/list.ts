import { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { Tickets } from '../tickets/model.ts';
import { opened } from '../vault/sealed.ts';
import { Callbacks, type CallbackDoc } from './model.ts';

const MOST = 200;

/** Who is to be called, those first who wait the longest, opened; `agent` (hex id): only what is for that one. */
export async function callList(context: Context, agent?: string): Promise<CallbackDoc[]> {
  const docs = await Callbacks(context).find({ open: true }).sort({ dueAt: 1 }).limit(MOST).lean<CallbackDoc[]>();
  const all = docs.map((doc) => opened(context, Callbacks, doc));
  return agent ? await thatAreFor(context, all, new Types.ObjectId(agent)) : all;
}

/** Tickets are routed by language; what is nobody's yet is for who speaks it. */
async function thatAreFor(context: Context, all: CallbackDoc[], me: Types.ObjectId): Promise<CallbackDoc[]> {
  const agent = await Agents(context).findById(me, { languages: 1 }).lean();
  const tickets = await Tickets(context)
    .find({ _id: { $in: all.map(({ ticket }) => ticket) } }, { assignee: 1 })
    .lean();
  const assignees = new Map(tickets.map(({ _id, assignee }) => [String(_id), assignee]));
  return all.filter(({ ticket, language, agent: caller }) => {
    const assignee = caller ?? assignees.get(String(ticket));
    return assignee ? assignee.equals(me) : language === null || (agent?.languages.includes(language) ?? false);
  });
}
