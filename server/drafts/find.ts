import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Tickets } from '../tickets/model.ts';
import { opened } from '../vault/sealed.ts';
import { Drafts, type DraftDoc, type Mode } from './model.ts';

/** Whose draft, and where: hex ids. */
export interface DraftKey {
  ticket: Types.ObjectId;
  agent: string;
  mode: Mode;
}

/** A draft, ended ones too, opened. */
export async function draftOf(context: Context, { ticket, agent, mode }: DraftKey): Promise<DraftDoc | undefined> {
  const doc = await Drafts(context)
    .findOne({ ticket, agent: new Types.ObjectId(agent), mode })
    .lean<DraftDoc>();
  return doc ? opened(context, Drafts, doc) : undefined;
}

/** What an agent has begun on a ticket, opened. */
export async function draftsOn(context: Context, ticket: Types.ObjectId, agent: string): Promise<DraftDoc[]> {
  const docs = await Drafts(context)
    .find({ ticket, agent: new Types.ObjectId(agent), endedAt: null })
    .lean<DraftDoc[]>();
  return docs.map((doc) => opened(context, Drafts, doc));
}

/** The latest 100 things that an agent has begun, newest first, opened, each with the number of its ticket. */
export async function draftsOfAgent(context: Context, agent: string): Promise<{ number: number; draft: DraftDoc }[]> {
  const docs = await Drafts(context)
    .find({ agent: new Types.ObjectId(agent), endedAt: null })
    .sort({ updatedAt: -1 })
    .limit(100)
    .lean<DraftDoc[]>();
  const ids = docs.map(({ ticket }) => ticket);
  const tickets = await Tickets(context)
    .find({ _id: { $in: ids } }, { number: 1 })
    .lean();
  const numbers = new Map(tickets.map(({ _id, number }) => [String(_id), number]));
  return docs.flatMap((doc) => {
    const number = numbers.get(String(doc.ticket));
    return number === undefined ? [] : [{ number, draft: opened(context, Drafts, doc) }];
  });
}
