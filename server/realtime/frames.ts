import type { Context } from '../context.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { presentMessages, presentTickets } from '../tickets/present.ts';
import type { MessageView, TicketView } from '../tickets/schema.ts';
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
  const docs = await ticketsOf(context, kept);
  const tickets = new Map((await presentTickets(context, docs)).map((view) => [view.id, view]));
  const messages = await messageViewsOf(context, kept, docs);
  return kept.flatMap((event) => {
    const frame = frameOf(event, tickets, messages);
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

async function ticketsOf(context: Context, events: EventDoc[]): Promise<TicketDoc[]> {
  const ids = [...new Set(events.flatMap(({ ticket }) => (ticket ? [String(ticket)] : [])))];
  if (ids.length === 0) return [];
  const docs = await Tickets(context)
    .find({ _id: { $in: ids } })
    .lean<TicketDoc[]>();
  return docs.map((doc) => opened(context, Tickets, doc));
}

async function messageViewsOf(
  context: Context,
  events: EventDoc[],
  tickets: TicketDoc[],
): Promise<Map<string, MessageView>> {
  const ids = events.flatMap(({ message }) => (message ? [message] : []));
  if (ids.length === 0) return new Map();
  const docs = await Messages(context)
    .find({ _id: { $in: ids } })
    .lean<MessageDoc[]>();
  const byTicket = Map.groupBy(docs, (doc) => String(doc.ticket));
  const views = await Promise.all(
    tickets.map((ticket) => {
      const mine = byTicket.get(String(ticket._id)) ?? [];
      return presentMessages(
        context,
        ticket,
        mine.map((doc) => opened(context, Messages, doc)),
      );
    }),
  );
  return new Map(views.flat().map((view) => [view.id, view]));
}
