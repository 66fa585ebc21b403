import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { TicketType } from './envelopes.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import type { TicketDoc } from './model.ts';

/** What is asked of each type of ticket, in the order in which it is shown. Others may come from forms and programs. */
export const TYPE_FIELDS: Record<TicketType, readonly string[]> = {
  complaint: ['product', 'since', 'order', 'wish'],
  return: ['order', 'items', 'reason', 'condition', 'outcome'],
  inquiry: ['product', 'order'],
};

/** Fields whose value is one of these words; texts for people are the inbox's. */
export const FIELD_CHOICES: Record<string, readonly string[]> = {
  wish: ['refund', 'replacement', 'repair', 'exchange', 'advice'],
  reason: ['changed-mind', 'wrong-item', 'damaged', 'faulty', 'other'],
  condition: ['unopened', 'opened', 'used', 'defective'],
  outcome: ['refund', 'exchange'],
};

const MOST = 40;

/**
 * Changes fields of a ticket; an empty value removes one, what is not named stays. The line in the thread names the
 * fields and never a value: those are sealed. Fails `unprocessable` for a word that is none of the choices.
 */
export async function changeFields(
  context: Context,
  ticket: TicketDoc,
  given: Record<string, string>,
  by: NamedActor,
): Promise<TicketDoc> {
  const clean = Object.entries(given).map(([name, value]) => [name, value.trim()] as const);
  for (const [name, value] of clean)
    if (value && ticket.fields?.[name] !== value && FIELD_CHOICES[name] && !FIELD_CHOICES[name].includes(value))
      fail('unprocessable', `The field ${name} takes one of: ${FIELD_CHOICES[name].join(', ')}.`);
  const changed = clean.filter(([name, value]) => (ticket.fields?.[name] ?? '') !== value).map(([name]) => name);
  if (changed.length === 0) return ticket;
  const fields = (now: TicketDoc): Partial<TicketDoc> => {
    const all = Object.entries({ ...now.fields, ...Object.fromEntries(clean) }).filter(([, value]) => value !== '');
    if (all.length > MOST) fail('unprocessable', `A ticket has ${MOST} fields at most.`);
    return { fields: Object.fromEntries(all) };
  };
  const line = { kind: 'fields' as const, params: { fields: changed.join(',') } };
  return (await changeWithLine(context, ticket, by, { fields, line })) ?? fail('not-found');
}
