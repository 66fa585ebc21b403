import type { Context } from '../context.ts';
import { followingIn } from './follow.ts';
import type { Language } from '../tickets/envelopes.ts';
import { answerable, wordsFor } from './acknowledge.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';

/** What others who answer mail by itself go by: the same gate as the acknowledgement's. */
export const mailGate = (context: Context) => ({
  answerable: (ticket: TicketDoc, message: MessageDoc) => answerable(context, ticket, message),
  following: (language: Language) => followingIn(context, language),
  acknowledged: (ticket: TicketDoc) => wordsFor(context, ticket) !== undefined,
});
