import type { TicketType } from '../../server/tickets/envelopes.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import { summaryOf, ticketFields } from './dialogues/fields.ts';
import { purchaseOf } from './dialogues/products.ts';
import type { Decision, HandoverReason, State } from './dialogues/state.ts';

/**
 * Gives the chat to the agents: says so to the customer, with a note for the agent of what it is about, what was
 * tried and what was noted.
 */
export function decideHandover(
  state: State,
  reason: HandoverReason,
  about: { text: string; ticket: number; type?: TicketType },
): Decision {
  const texts = assistantTexts[state.language];
  const { form } = state;
  const confirmed = reason === 'complaint' || reason === 'return';
  const type = form?.kind ?? about.type;
  const lines = [
    `${texts.note.summary}: ${texts.note.reason[reason]}.`,
    ...(type ? [texts.note.wants.replace('{type}', texts.note.type[type])] : []),
    ...(form ? [summaryOf(form, texts)] : []),
    ...(form && !confirmed ? [texts.note.unconfirmed] : []),
    ...state.shown.map((title) => texts.note.tried.replace('{title}', () => title)),
    ...(about.text && !confirmed ? [texts.note.lastMessage.replace('{text}', () => about.text.slice(0, 300))] : []),
  ];
  return {
    state: { ...state, waiting: 'nothing' },
    text: texts.handover[reason].replace('{number}', String(about.ticket)) + (confirmed ? '\n\n{due}' : ''),
    ...(type ? { type: { value: type, guessed: !confirmed } } : {}),
    ...(form ? { fields: ticketFields(form), purchase: purchaseOf(form) } : {}),
    handOver: { reason, note: lines.join('\n') },
  };
}
