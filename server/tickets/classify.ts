import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { TicketType } from './envelopes.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { change } from './advance.ts';
import { PRIORITIES, type Priority, type TicketDoc } from './model.ts';
import { cleanTags, knowTags } from './tags/know.ts';

/** Sets the type; `guessed` marks it as a guess that a person may correct. */
export async function setType(
  context: Context,
  ticket: TicketDoc,
  type: TicketType,
  by: NamedActor,
  guessed = false,
): Promise<TicketDoc> {
  if (ticket.type === type && ticket.typeGuessed === guessed) return ticket;
  const line = { kind: 'type' as const, params: { from: ticket.type, to: type } };
  const fields = { type, typeGuessed: guessed };
  return (await changeWithLine(context, ticket, by, { fields, line })) ?? fail('not-found');
}

/** Sets the priority. */
export async function setPriority(
  context: Context,
  ticket: TicketDoc,
  priority: Priority,
  by: NamedActor,
): Promise<TicketDoc> {
  const rank = PRIORITIES.indexOf(priority) + 1;
  if (ticket.priority === rank) return ticket;
  const from = PRIORITIES[ticket.priority - 1] ?? 'normal';
  const line = { kind: 'priority' as const, params: { from, to: priority } };
  return (await changeWithLine(context, ticket, by, { fields: { priority: rank }, line })) ?? fail('not-found');
}

/** Replaces the tags: trimmed, lower case, each once. */
export async function setTags(context: Context, ticket: TicketDoc, tags: string[], by: NamedActor): Promise<TicketDoc> {
  const clean = cleanTags(tags);
  await knowTags(context, clean);
  const line = { kind: 'tags' as const, params: { tags: clean.join(', ') } };
  return (await changeWithLine(context, ticket, by, { fields: { tags: clean }, line })) ?? fail('not-found');
}

/** Adds what is known of a complaint or return (order, product, wish…) to the ticket's fields. No event line. */
export async function setFields(
  context: Context,
  ticket: TicketDoc,
  fields: Record<string, string>,
  by: NamedActor,
  more: Partial<Pick<TicketDoc, 'subject' | 'language'>> = {},
): Promise<TicketDoc> {
  const changed = await change(context, ticket, { ...more, fields: { ...ticket.fields, ...fields } });
  if (!changed) return fail('not-found');
  await context.events.emit('ticket.changed', {
    ticket: String(ticket._id),
    fields: ['fields', ...Object.keys(more)],
    by: { kind: by.kind, ...(by.id ? { id: by.id } : {}) },
  });
  return changed;
}
