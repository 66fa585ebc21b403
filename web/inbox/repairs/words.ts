import type { RepairDeskTexts } from '../../../server/messages/repair-desk/en.ts';
import type { RepairView } from '../../../server/repairs/schema.ts';
import { fill } from '../state/texts.svelte.ts';

export const stateText = ({ state }: Pick<RepairView, 'state'>, t: RepairDeskTexts): string =>
  t.states[state === 'not-done' ? 'notDone' : state];

/** Who pays, and whether they have said yes to it. */
export function chargeText(
  { charge, price, currency, acceptedAt }: Pick<RepairView, 'charge' | 'price' | 'currency' | 'acceptedAt'>,
  t: RepairDeskTexts,
  locale: string,
): string {
  if (charge === 'warranty') return t.covered;
  if (charge === 'free' || price === null || !currency) return t.freeOfCharge;
  const amount = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(price);
  return fill(acceptedAt ? t.accepted : t.waits, { price: amount });
}

/** Where the customer is, in one line; empty where nobody has said it. */
export const whereText = ({ where: { address, postcode, place } }: Pick<RepairView, 'where'>): string =>
  [address, `${postcode} ${place}`.trim()].filter(Boolean).join(', ');

/** A time by the clocks of the place where it is done; `short` without the day. */
export function slotText(
  { from, timeZone }: { from: string; timeZone: string },
  locale: string,
  short = false,
): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const day = short ? {} : ({ weekday: 'short', day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(locale, { ...day, ...time, timeZone }).format(new Date(from));
}

/** Its day alone. */
export const dayText = ({ from, timeZone }: { from: string; timeZone: string }, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(new Date(from));

/** Lines as people write them: `2 × cable`, `2x cable` or `cable`. */
export const partsIn = (text: string): { name: string; quantity: number }[] =>
  text.split('\n').flatMap((line) => {
    const whole = line.trim();
    const [counted = '', count] = /^(\d{1,3})\s?[x×]\s/iu.exec(`${whole} `) ?? [];
    const name = whole.slice(counted.length).trim().slice(0, 200);
    return name ? [{ name, quantity: Math.max(1, Number(count ?? 1)) }] : [];
  });
