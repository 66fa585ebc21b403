import { fail } from '../../errors.ts';
import { isTimeZone } from '../../settings/day.ts';
import type { Language, TicketType } from '../envelopes.ts';
import { PRIORITIES } from '../model.ts';
import type { ConditionsBody } from './schema.ts';

/** What a rule asks of a ticket: every condition that stands must hold, and of each list one entry is enough. */
export interface Conditions {
  channel?: string[];
  type?: TicketType[];
  language?: Language[];
  /** Words or phrases in the subject or the first message, folded (case, diacritics), matched as whole words. */
  words?: string[];
  /** The same, in the subject only. */
  subject?: string[];
  /** Which mailbox, bot or widget. */
  account?: string[];
  /** Of the ticket, at the time when it is filed. 1 low … 4 urgent. */
  priority?: number[];
  tags?: string[];
  /** Fields that say something, and where words stand, one of these. */
  fields?: { name: string; words?: string[] }[];
  /** Whether they wrote for the first time. */
  customer?: 'new' | 'known';
  /** Whether the sender's identity is proved. */
  proved?: boolean;
  /** Of a customer's e-mail address, what stands behind the @, lower case; those below it too. */
  domains?: string[];
  /** When it came: days from 1 Monday to 7 Sunday, and from when (included) until when (not), HH:MM; over midnight too. */
  time?: { zone: string; days: number[]; from: string; to: string };
}

/** Conditions as they are kept. Fails with `unprocessable` on an unknown time zone. */
export function conditionsOf({ priority, domains, ...plain }: ConditionsBody): Conditions {
  if (plain.time && !isTimeZone(plain.time.zone)) fail('unprocessable', 'There is no such time zone.');
  return {
    ...plain,
    ...(priority ? { priority: priority.map((name) => PRIORITIES.indexOf(name) + 1) } : {}),
    ...(domains ? { domains: domains.map((domain) => domain.toLowerCase()) } : {}),
  };
}

/** Conditions as they leave the house. */
export function presentConditions({ priority, ...plain }: Conditions): ConditionsBody {
  const names = priority?.flatMap((place) => PRIORITIES[place - 1] ?? []);
  return { ...(plain as ConditionsBody), ...(names ? { priority: names } : {}) };
}
