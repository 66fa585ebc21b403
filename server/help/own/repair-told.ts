import type { Context } from '../../context.ts';
import { fill } from '../../messages/help.ts';
import { repairTexts } from '../../messages/repairs.ts';
import { isBooked } from '../../repairs/find.ts';
import { RepairPoints, type RepairPointDoc } from '../../repairs/point-model.ts';
import { timeInWords } from '../../repairs/words.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { Followed } from '../../tickets/follow.ts';
import { ownRepair } from './repair-find.ts';
import type { OwnRequestProps } from './schema.ts';

/** The way from a request to its repair: to choose a time, or the time itself. */
export async function repairTold(
  context: Context,
  locale: Language,
  link: Followed,
  path: string,
): Promise<OwnRequestProps['repair']> {
  const repair = await ownRepair(context, link);
  if (!repair) return null;
  const { title, onRequest } = repairTexts[locale].page;
  const href = `${path}/repair`;
  if (repair.state === 'offered') return { href, label: onRequest.offered };
  const point = repair.point ? await RepairPoints(context).findById(repair.point).lean<RepairPointDoc>() : null;
  if (!isBooked(repair) || !point || !repair.from) return { href, label: title };
  return { href, label: fill(onRequest.booked, { when: timeInWords(locale, repair.from, point.timeZone) }) };
}
