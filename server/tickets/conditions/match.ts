import type { FilingFacts } from '../../context.ts';
import { minuteOf } from '../../settings/day.ts';
import type { Conditions } from './conditions.ts';

/** A customer is made a moment before their first ticket. */
const NEW_MS = 60_000;

/** The first rule whose conditions all hold. */
export function firstMatch<R extends { conditions: Conditions }>(
  rules: readonly R[],
  ticket: FilingFacts,
): R | undefined {
  const asked = { ticket, text: once(() => fold(ticket.text)), subject: once(() => fold(ticket.subject)) };
  return rules.find(({ conditions }) => TESTS.every((test) => test(conditions, asked)));
}

interface Asked {
  ticket: FilingFacts;
  /** Folded, when it is asked for. */
  text: () => string;
  subject: () => string;
}

/** One test a condition: what is not asked for holds. */
const TESTS: readonly ((conditions: Conditions, asked: Asked) => boolean)[] = [
  ({ channel }, { ticket }) => !channel || channel.includes(ticket.channel),
  ({ account }, { ticket }) => !account || account.includes(ticket.account),
  ({ type }, { ticket }) => !type || type.includes(ticket.type),
  ({ language }, { ticket }) => !language || (ticket.language !== null && language.includes(ticket.language)),
  ({ priority }, { ticket }) => !priority || priority.includes(ticket.priority),
  ({ tags }, { ticket }) => !tags || tags.some((tag) => ticket.tags.includes(tag)),
  ({ customer }, { ticket }) => !customer || customer === (isNew(ticket) ? 'new' : 'known'),
  ({ proved }, { ticket }) => proved === undefined || proved !== ticket.unverified,
  ({ domains }, { ticket }) => !domains || domains.some((domain) => ticket.customer.domains.some(below(domain))),
  ({ time }, { ticket }) => !time || isWithin(time, ticket.createdAt),
  ({ fields }, { ticket }) => !fields || fields.some((field) => says(field, ticket.fields[field.name])),
  ({ subject }, { subject: text }) => !subject || has(text(), subject),
  ({ words }, { text }) => !words || has(text(), words),
];

const has = (folded: string, words: readonly string[]): boolean => words.some((word) => folded.includes(fold(word)));

const isNew = ({ createdAt, customer }: FilingFacts): boolean =>
  createdAt.getTime() - customer.createdAt.getTime() < NEW_MS;

const below =
  (domain: string) =>
  (one: string): boolean =>
    one === domain || one.endsWith(`.${domain}`);

const says = ({ words }: { words?: string[] }, value = ''): boolean =>
  value.trim() !== '' && (!words || has(fold(value), words));

/** Whether a moment lies in the hours of one of the days; those over midnight are the day's on which they begin. */
export function isWithin({ zone, days, from, to }: NonNullable<Conditions['time']>, at: Date): boolean {
  const { day, minute } = minuteOf(zone, at);
  const [begin, end] = [minutes(from), minutes(to)];
  if (begin < end) return days.includes(day) && minute >= begin && minute < end;
  const before = day === 1 ? 7 : day - 1;
  return (days.includes(day) && minute >= begin) || (days.includes(before) && minute < end);
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Lower case without diacritics, words alone between single spaces, so that `includes` finds whole words only. */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
  return ` ${plain.match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? ''} `;
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
