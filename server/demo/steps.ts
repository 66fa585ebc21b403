import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { NamedActor } from '../tickets/event.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { takeStep } from '../tickets/steps/take.ts';
import type { Sample } from './sample.ts';

/** Takes a sample as far in its life cycle as it has come. */
export async function goThrough(
  context: Context,
  ticket: TicketDoc,
  { steps = [] }: Sample,
  by: NamedActor,
): Promise<void> {
  for (const [step, details = {}] of steps)
    await takeStep(context, ticket, { clientId: randomUUID(), step, details }, by, 'agent');
}
