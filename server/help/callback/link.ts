import { openOf } from '../../callbacks/find.ts';
import { calendarFor } from '../../callbacks/free.ts';
import { momentInWords } from '../../callbacks/words.ts';
import type { Context } from '../../context.ts';
import { callbackTexts } from '../../messages/callback.ts';
import { fill } from '../../messages/help.ts';
import { telephoneSettings } from '../../settings/telephone.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { Followed } from '../../tickets/follow.ts';

/** From a request's page (`path`) to its call: booked, or to be booked; null while nobody is called back. */
export async function callLink(
  context: Context,
  locale: Language,
  { link, path }: { link: Followed; path: string },
): Promise<{ href: string; label: string } | null> {
  const { own } = callbackTexts[locale];
  const href = `${path}/callback`;
  const booked = await openOf(context, link);
  if (!booked) return (await telephoneSettings(context)).callbacks ? { href, label: own.link } : null;
  const { timeZone } = await calendarFor(context, booked.team);
  return { href, label: fill(own.standing, { time: momentInWords(locale, booked.dueAt, timeZone) }) };
}
