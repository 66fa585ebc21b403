import type { Language, TicketType } from '../tickets/envelopes.ts';
import type { Conditions } from './model.ts';

/** What rules can ask about. `text` is the subject and the first message. */
export interface RuleFacts {
  channel: string;
  type: TicketType;
  language: Language | null;
  text: string;
}

/** The first rule whose conditions all hold. */
export function firstMatch<R extends { conditions: Conditions }>(
  rules: readonly R[],
  ticket: RuleFacts,
): R | undefined {
  let folded: string | undefined;
  const words = () => (folded ??= fold(ticket.text));
  return rules.find(({ conditions }) => holds(conditions, ticket, words));
}

function holds({ channel, type, language, words }: Conditions, ticket: RuleFacts, text: () => string): boolean {
  if (channel && !channel.includes(ticket.channel)) return false;
  if (type && !type.includes(ticket.type)) return false;
  if (language && !(ticket.language && language.includes(ticket.language))) return false;
  return !words || words.some((word) => text().includes(fold(word)));
}

/** Lower case without diacritics, words alone between single spaces, so that `includes` finds whole words only. */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
  return ` ${plain.match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? ''} `;
}
