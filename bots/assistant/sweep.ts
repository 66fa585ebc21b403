import type { Context } from '../../server/context.ts';
import { startLoop, type Loop } from '../../server/loop.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import { readTickets, ticketById } from '../../server/tickets/find.ts';
import { handOver } from '../../server/tickets/handover.ts';
import type { Assistant } from './react.ts';

const EVERY_MS = 60_000;
/** An answer is there within seconds, also where a language model words it. */
const LATE_MS = 60_000;
const BATCH = 50;
const EVER = new Date(0);

/** At boot and every minute: nobody waits for an assistant that a crash has stopped in the middle. */
export function startAssistantSweep(context: Context, assistant: Pick<Assistant, 'attend'>): Loop {
  return startLoop(context, { name: 'assistant', everyMs: EVERY_MS, run: () => sweepWaiting(context, assistant) });
}

/** Takes up the tickets of the assistant whose customers wait too long; what it has no answer to is for people. */
export async function sweepWaiting(context: Context, { attend }: Pick<Assistant, 'attend'>): Promise<void> {
  const before = new Date(context.clock.now().getTime() - LATE_MS);
  const waiting = await readTickets(
    context,
    { handler: 'assistant', waitingSince: { $gt: EVER, $lte: before }, status: { $in: ['new', 'open'] } },
    { sort: { waitingSince: 1 }, limit: BATCH },
  );
  for (const { _id } of waiting) {
    await attend(String(_id));
    const ticket = await ticketById(context, String(_id));
    const { name } = assistantTexts[ticket.language ?? 'en'];
    if (ticket.handler === 'assistant' && ticket.waitingSince)
      await handOver(context, ticket, { kind: 'assistant', name }, 'noAnswer');
  }
}
