import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { customerNames } from '../customers/find.ts';
import type { DefinedModel } from '../model.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { isUnnamed, presentMessages, presentTickets } from '../tickets/present.ts';
import type { MessageView, TicketView } from '../tickets/schema.ts';
import { findTogether } from '../find-together.ts';
import { opened } from '../vault/sealed.ts';
import type { EventDoc } from './model.ts';
import type { ServerFrame } from './schema.ts';

/** A frame ready to be sent: serialised once, whatever the number of sockets. */
export interface Frame {
  seq: number;
  t: ServerFrame['t'];
  text: string;
}

/** Tickets and messages as they are shown, by their ids. */
export interface Views {
  tickets: Map<string, TicketView>;
  messages: Map<string, MessageView>;
}

/**
 * Events as frames, with tickets and messages as they are now, or as they were read after the event: then `ready` has
 * them by its number. Of several events about the same thing only the last is left, with the fields of all. Tickets that
 * do not exist any more are left out.
 */
export async function framesOf(
  context: Context,
  events: EventDoc[],
  ready: ReadonlyMap<number, Promise<Views> | undefined> = new Map(),
): Promise<Frame[]> {
  const kept = condense(events);
  const others = kept.filter(({ seq }) => !ready.get(seq));
  const now = await viewsOf(context, others);
  const frames: Frame[] = [];
  for (const event of kept) {
    const frame = frameOf(event, (await ready.get(event.seq)) ?? now);
    if (frame) frames.push({ seq: event.seq, t: frame.t, text: JSON.stringify(frame) });
  }
  return frames;
}

/** What events are about, as it is now. */
export async function viewsOf(context: Context, events: Pick<EventDoc, 'ticket' | 'message'>[]): Promise<Views> {
  const [about, said] = [events.map(({ ticket }) => ticket), events.map(({ message }) => message)];
  const [docs, written] = await Promise.all([
    read<TicketDoc>(context, Tickets, about),
    read<MessageDoc>(context, Messages, said),
  ]);
  const people = [...docs, ...written.filter(isUnnamed)].map(({ customer }) => customer);
  const names = customerNames(context, people);
  const [tickets, messages] = await Promise.all([
    presentTickets(context, docs, names),
    messageViewsOf(context, docs, written, names),
  ]);
  return { tickets: new Map(tickets.map((view) => [view.id, view])), messages };
}

/** The last event about each thing, in order, with the fields of all events about it. */
export function condense(events: EventDoc[]): EventDoc[] {
  const last = new Map<string, EventDoc>();
  for (const event of events) {
    if (event.kind === 'void') continue;
    const key = `${event.kind} ${String(event.message ?? event.ticket ?? event.about)}`;
    const fields = new Set([...(last.get(key)?.fields ?? []), ...event.fields]);
    last.delete(key);
    last.set(key, { ...event, fields: [...fields] });
  }
  return [...last.values()];
}

function frameOf(
  { kind, seq, fields, ticket, message, about = '', whom = [] }: EventDoc,
  { tickets, messages }: Views,
): ServerFrame | undefined {
  if (kind === 'agent') return { t: 'agent', seq, agent: about, fields };
  if (kind === 'channel') return { t: 'channel', seq, channel: about };
  if (kind === 'call') return { t: 'call', seq, call: about, agents: whom };
  if (kind === 'callback') return { t: 'callback', seq, callback: about };
  const ticketView = tickets.get(String(ticket));
  if (!ticketView) return undefined;
  if (kind === 'ticket') return { t: 'ticket', seq, ticket: ticketView, fields };
  const view = messages.get(String(message));
  if (!view) return { t: 'gone', seq, message: String(message), ticket: ticketView };
  return { t: 'message', seq, message: view, ticket: ticketView };
}

/** Those that there are, opened. */
async function read<T extends { _id: unknown }>(
  context: Context,
  model: DefinedModel<T>,
  given: (Types.ObjectId | undefined)[],
): Promise<T[]> {
  const ids = new Map(given.flatMap((id) => (id ? [[String(id), id]] : [])));
  if (ids.size === 0) return [];
  const docs = await findTogether<T>(context, model, '_id', [...ids.values()]);
  return docs.map((doc) => opened(context, model, doc));
}

async function messageViewsOf(
  context: Context,
  tickets: TicketDoc[],
  messages: MessageDoc[],
  names: Promise<Map<string, string>>,
): Promise<Map<string, MessageView>> {
  const byTicket = Map.groupBy(messages, ({ ticket }) => String(ticket));
  const views = await Promise.all(
    tickets.map((ticket) => presentMessages(context, ticket, byTicket.get(String(ticket._id)) ?? [], names)),
  );
  return new Map(views.flat().map((view) => [view.id, view]));
}
