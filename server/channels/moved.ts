import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';

/** Reaction: what comes for a merged ticket from now on is the other one's, and after that is taken back its own. */
export function forgetMoved(context: Context, { ticket, into }: EventMap['ticket.merged']): void {
  for (const channel of context.channels.values()) for (const one of [ticket, into]) channel.moved?.(one);
}
