import type { FilingFacts } from '../context.ts';
import type { Conditions } from './model.ts';

/** The first rule whose conditions all hold. */
export function firstMatch<R extends { conditions: Conditions }>(
  rules: readonly R[],
  ticket: FilingFacts,
): R | undefined {
  let folded: string | undefined;
  const words = () => (folded ??= fold(ticket.text));
  return rules.find(({ conditions }) => holds(conditions, ticket, words));
}

function holds({ channel, type, language, words }: Conditions, ticket: FilingFacts, text: () => string): boolean {
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
