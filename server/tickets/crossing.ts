import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { threadOf } from './find.ts';
import type { MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** What takes a place in a thread stands in it a moment later. */
const FILLED_MS = 50;
const LOOKS = 5;
const LIMIT = 100;

/**
 * Fails `newer-messages`, with the places of what is new, when somebody else's message or note stands behind
 * `lastSeen`, the last place that the one who acts has seen. Event lines and what the desk sends by itself do not count:
 * they change nothing that was read. `writer` is the hex id of the agent who acts.
 */
export async function refuseCrossing(
  context: Context,
  ticket: TicketDoc,
  { lastSeen, writer }: { lastSeen: number | undefined; writer: string | undefined },
): Promise<void> {
  if (lastSeen === undefined || lastSeen >= ticket.messages) return;
  for (let look = 1; ; look++) {
    const newer = await threadOf(context, String(ticket._id), { after: lastSeen, limit: LIMIT });
    const counts = (m: MessageDoc) => m.direction !== 'event' && !(m.direction === 'out' && m.automatic);
    const others = newer.filter((m) => counts(m) && !(m.author.id && m.author.id === writer));
    if (others.length > 0) fail('newer-messages', undefined, { newer: others.map((m) => m.n) });
    // A place that stays empty was taken by somebody who crashed.
    if (newer.length >= Math.min(LIMIT, ticket.messages - lastSeen) || look === LOOKS) return;
    await delay(FILLED_MS);
  }
}
