import type { Context } from '../context.ts';
import { inWords } from '../messages/dates.ts';
import { fill } from '../messages/help.ts';
import { ownTexts } from '../messages/own.ts';
import { deskSettings } from '../settings/desk.ts';
import { promisedBy } from './deadlines.ts';
import type { Language } from './envelopes.ts';
import type { TicketDoc } from './model.ts';

/** By when its customer hears from us, as one sentence; empty when nothing was promised, or it has passed. */
export async function promiseOf(
  context: Context,
  ticket: TicketDoc,
  locale: Language = ticket.language ?? 'en',
): Promise<string> {
  return promiseIn(context, ticket, { locale, timeZone: (await deskSettings(context)).timeZone });
}

/** The same in a time zone, which is the desk's: everybody is told the same date. */
export function promiseIn(
  { clock }: Pick<Context, 'clock'>,
  ticket: TicketDoc,
  { locale, timeZone }: { locale: Language; timeZone: string },
): string {
  const due = promisedBy(ticket);
  return due && due > clock.now() ? fill(ownTexts[locale].due, { date: inWords(locale, due, timeZone) }) : '';
}

/** Words with the sentence at `{due}`; without one, the paragraphs that ask for it are left out. */
export const withPromise = (words: string, promise: string): string =>
  promise
    ? words.replaceAll('{due}', promise)
    : words
        .split('\n\n')
        .filter((paragraph) => !paragraph.includes('{due}'))
        .join('\n\n');
