import type { Context } from '../../../server/context.ts';
import type { EventMap } from '../../../server/events.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { messageById, ticketById } from '../../../server/tickets/find.ts';
import { handOver } from '../../../server/tickets/handover.ts';

/**
 * Reaction to `delivery.changed`: whoever wrote the mail waits for an answer that has not arrived, or that may not have;
 * people see its ticket then. Idempotent.
 */
export async function afterDelivery(context: Context, event: EventMap['delivery.changed']): Promise<void> {
  if (event.state !== 'failed' && event.state !== 'unknown') return;
  const message = await messageById(context, event.message);
  if (message?.author.kind !== 'assistant' || !message.automatic) return;
  const ticket = await ticketById(context, event.ticket);
  const { name } = assistantTexts[ticket.language ?? 'en'];
  await handOver(context, ticket, { kind: 'assistant', name }, 'undelivered');
}
