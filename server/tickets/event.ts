import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { Actor, EventMap } from '../events.ts';
import { RELAXED } from '../model.ts';
import { insertSealed, isDuplicate } from '../vault/sealed.ts';
import { advance, advanceIf, type Fields, type Where } from './advance.ts';
import { differing } from './differing.ts';
import { Messages, type EventLine, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** Somebody with the name to show. */
export type NamedActor = Actor & { name: string };

/** Adds an event line to the thread ("assigned to Ana"), rendered by the inbox in the reader's language. */
export async function addEvent(context: Context, ticket: TicketDoc, by: NamedActor, line: EventLine): Promise<void> {
  await advance(context, ticket, { activityAt: ticket.activityAt });
  await context.events.emit('message.saved', await insertLine(context, ticket, by, line));
}

/**
 * A change of a ticket that stands in its thread as an event line: one atomic write, then the line, then the events,
 * which name what is other than before.
 * Resolves with undefined, nothing changed, when `where` does not hold any more.
 */
export async function changeWithLine(
  context: Context,
  ticket: TicketDoc,
  by: NamedActor,
  options: { fields: Fields; line: EventLine; where?: Where },
): Promise<TicketDoc | undefined> {
  const { fields } = options;
  let names: string[] = [];
  const named = (now: TicketDoc, set: Partial<TicketDoc>): Partial<TicketDoc> => {
    names = differing(now, set);
    return set;
  };
  const what: Fields = typeof fields === 'function' ? (now) => named(now, fields(now)) : named(ticket, fields);
  const changed = await advanceIf(context, ticket, what, options.where ?? {});
  if (!changed) return undefined;
  await tellLine(context, changed, by, { line: options.line, fields: names });
  return changed;
}

/** Puts the line of a change at the place that the ticket has just taken, and raises the events. */
export async function tellLine(
  context: Context,
  ticket: TicketDoc,
  by: NamedActor,
  { line, fields, relaxed = false }: { line: EventLine; fields: string[]; relaxed?: boolean },
): Promise<void> {
  const saved = await insertLine(context, ticket, by, line, relaxed ? RELAXED : undefined);
  const { ticket: id, by: actor } = saved;
  await Promise.all([
    context.events.emit('message.saved', saved),
    context.events.emit('ticket.changed', { ticket: id, fields, by: actor }),
  ]);
}

/** The same for a place that was taken before: the line stands there once, however often this runs. */
export async function tellLineOnce(
  context: Context,
  ticket: TicketDoc,
  by: NamedActor,
  { line, n, clientId, fields }: { line: EventLine; n: number; clientId: string; fields: string[] },
): Promise<void> {
  const message = { ...lineMessage(context, { ...ticket, messages: n }, by, line), clientId };
  let id = String(message._id);
  try {
    await insertSealed(context, Messages, String(ticket.customer), message);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const known = await Messages(context).findOne({ ticket: ticket._id, clientId }, { _id: 1 }).lean();
    if (!known) throw error;
    id = String(known._id);
  }
  const { author } = message;
  const saved = { ticket: String(ticket._id), message: id, direction: 'event' as const, by: author };
  await context.events.emit('message.saved', saved);
  await context.events.emit('ticket.changed', { ticket: saved.ticket, fields, by: author });
}

/** Puts the line at the place that the ticket has just taken, and answers what is to be told. */
async function insertLine(
  context: Context,
  ticket: TicketDoc,
  by: NamedActor,
  event: EventLine,
  concern?: typeof RELAXED,
): Promise<EventMap['message.saved']> {
  const message = lineMessage(context, ticket, by, event);
  await insertSealed(context, Messages, String(ticket.customer), message, concern);
  return { ticket: String(ticket._id), message: String(message._id), direction: 'event', by: message.author };
}

function lineMessage(context: Context, ticket: TicketDoc, by: NamedActor, event: EventLine): MessageDoc {
  const author = { kind: by.kind, ...(by.id ? { id: by.id } : {}) };
  return {
    _id: new Types.ObjectId(),
    v: 1,
    ticket: ticket._id,
    customer: ticket.customer,
    n: ticket.messages,
    direction: 'event',
    author,
    at: context.clock.now(),
    automatic: true,
    event,
    text: '',
    authorName: by.name,
    attachments: [],
  };
}
