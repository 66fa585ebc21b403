import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { opened } from '../vault/sealed.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { Tickets, type TicketDoc } from './model.ts';
import { statusFields } from './status.ts';

/** Puts a ticket to sleep until a time in the future; anything from the customer wakes it earlier. */
export async function snooze(context: Context, ticket: TicketDoc, until: Date, by: NamedActor): Promise<TicketDoc> {
  // A leap second is a date-time, but no date.
  if (!(until > context.clock.now())) return fail('unprocessable', 'The time to wake up must lie in the future.');
  const fields = (from: TicketDoc) => ({ ...statusFields(context, from, 'snoozed'), snoozedUntil: until });
  const line = { kind: 'snoozed' as const, params: { until: until.toISOString() } };
  return (await changeWithLine(context, ticket, by, { fields, line })) ?? fail('not-found');
}

/** Wakes what has slept long enough, every 15 s. */
export function startSnoozeLoop(context: Context): Loop {
  return startLoop(context, { name: 'snooze', everyMs: 15_000, run: () => wakeDue(context) });
}

async function wakeDue(context: Context): Promise<void> {
  const due = await Tickets(context)
    .find({ status: 'snoozed', snoozedUntil: { $lte: context.clock.now() } })
    .sort({ snoozedUntil: 1 })
    .limit(200)
    .lean<TicketDoc[]>();
  for (const doc of due) {
    const ticket = opened(context, Tickets, doc);
    const line = { kind: 'status' as const, params: { from: 'snoozed', to: 'open' } };
    const fields = (from: TicketDoc) => statusFields(context, from, 'open');
    await changeWithLine(context, ticket, { kind: 'system', name: '' }, { fields, line, where: { status: 'snoozed' } });
  }
}
