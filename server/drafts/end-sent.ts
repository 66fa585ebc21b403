import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { ticketById } from '../tickets/find.ts';
import { endDraft } from './save.ts';

/** Reaction to `message.saved`: what was a draft is a message now. */
export async function endSentDraft(context: Context, saved: EventMap['message.saved']): Promise<void> {
  const { ticket, direction, by, draft } = saved;
  if (draft === undefined || by.kind !== 'agent' || !by.id) return;
  const mode = direction === 'note' ? 'note' : 'reply';
  await endDraft(context, await ticketById(context, ticket), { agent: by.id, mode }, draft);
}
