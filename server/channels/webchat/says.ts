import type { Context } from '../../context.ts';
import { replyTimes } from '../../messages/reply-times.ts';
import { calendarOf, hoursAreSaid } from '../../settings/calendar/calendars.ts';
import { isOpen, nextOpening, type Calendar } from '../../settings/calendar/hours.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { Tickets, type TicketDoc } from '../../tickets/model.ts';

/** So far back it is looked, at so many answers, and fewer tell nothing. */
const DAYS = 14;
const MOST = 500;
const LEAST = 5;
const KEPT_MS = 5 * 60_000;
/** Minutes, as replyTimes names them. */
const STEPS = [5, 15, 30, 60, 120, 240, 480, 1440];
const DAY_MS = 86_400_000;

/** What is said of how soon people answer, in a language and the reader's time zone; empty where nothing is known. */
export function createSays(context: Context): (locale: Language, zone?: string) => Promise<string> {
  let kept: { until: number; minutes: number | undefined } | undefined;
  return async (locale, zone) => {
    const now = context.clock.now();
    // While nobody has said when people are there, nothing is promised.
    const hours = (await hoursAreSaid(context)) ? await calendarOf(context, null) : undefined;
    if (!kept || kept.until <= now.getTime())
      kept = { until: now.getTime() + KEPT_MS, minutes: await measured(context, hours) };
    const { minutes } = kept;
    const t = replyTimes[locale];
    if (hours && !isOpen(hours, now)) {
      const next = nextOpening(hours, now);
      return next ? t.back.replace('{when}', whenOf(next, now, locale, zone ?? hours.timeZone)) : '';
    }
    if (minutes === undefined) return hours ? t.here : '';
    const step = STEPS.findIndex((most) => minutes <= most);
    return t.within[step] ?? t.longer;
  };
}

/**
 * Minutes within which three of four chats had their first answer by a person, of those that began while somebody was
 * there; undefined where there were too few.
 */
async function measured(context: Context, hours: Calendar | undefined): Promise<number | undefined> {
  const since = new Date(context.clock.now().getTime() - DAYS * DAY_MS);
  const docs = await Tickets(context)
    .find({ firstRepliedAt: { $gt: since } }, { channel: 1, createdAt: 1, firstRepliedAt: 1 })
    .sort({ firstRepliedAt: -1 })
    .limit(MOST)
    .lean<Pick<TicketDoc, 'channel' | 'createdAt' | 'firstRepliedAt'>[]>();
  const took = docs
    .filter(({ channel, createdAt }) => channel === 'webchat' && (!hours || isOpen(hours, createdAt)))
    .map(({ createdAt, firstRepliedAt }) => (Number(firstRepliedAt) - Number(createdAt)) / 60_000)
    .sort((a, b) => a - b);
  return took.length < LEAST ? undefined : took[Math.ceil(took.length * 0.75) - 1];
}

/** "tomorrow, 9:00" or "Monday, 9:00". */
function whenOf(at: Date, now: Date, locale: Language, zone: string): string {
  const dayOf = (date: Date): number => Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(date));
  const days = Math.round((dayOf(at) - dayOf(now)) / DAY_MS);
  const day =
    days < 2
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: zone }).format(at);
  return `${day}, ${new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone }).format(at)}`;
}
