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

/**
 * Events as frames, with tickets and messages as they are now; of several events about the same thing only the last
 * is left, with the fields of all. Tickets that do not exist any more are left out.
 */
export async function framesOf(context: Context, events: EventDoc[]): Promise<Frame[]> {
  const kept = condense(events);
  const [docs, written] = await Promise.all([
    read<TicketDoc>(context, Tickets, kept, ({ ticket }) => ticket),
    read<MessageDoc>(context, Messages, kept, ({ message }) => message),
  ]);
  const people = [...docs, ...written.filter(isUnnamed)].map(({ customer }) => customer);
  const names = customerNames(context, people);
  const [tickets, messages] = await Promise.all([
    presentTickets(context, docs, names),
    messageViewsOf(context, docs, written, names),
  ]);
  const byId = new Map(tickets.map((view) => [view.id, view]));
  return kept.flatMap((event) => {
    const frame = frameOf(event, byId, messages);
    return frame ? [{ seq: event.seq, t: frame.t, text: JSON.stringify(frame) }] : [];
  });
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
  tickets: Map<string, TicketView>,
  messages: Map<string, MessageView>,
): ServerFrame | undefined {
  if (kind === 'agent') return { t: 'agent', seq, agent: about, fields };
  if (kind === 'channel') return { t: 'channel', seq, channel: about };
  if (kind === 'call') return { t: 'call', seq, call: about, agents: whom };
  const ticketView = tickets.get(String(ticket));
  if (!ticketView) return undefined;
  if (kind === 'ticket') return { t: 'ticket', seq, ticket: ticketView, fields };
  const view = messages.get(String(message));
  if (!view) return { t: 'gone', seq, message: String(message), ticket: ticketView };
  return { t: 'message', seq, message: view, ticket: ticketView };
}

/** What the events are about, opened. */
async function read<T extends { _id: unknown }>(
  context: Context,
  model: DefinedModel<T>,
  events: EventDoc[],
  idOf: (event: EventDoc) => Types.ObjectId | undefined,
): Promise<T[]> {
  const ids = new Map(events.map((event) => [String(idOf(event)), idOf(event)]));
  const known = [...ids.values()].filter((id) => id !== undefined);
  if (known.length === 0) return [];
  const docs = await findTogether<T>(context, model, '_id', known);
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
