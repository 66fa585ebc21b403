import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { fill } from '../../messages/help.ts';
import { repairTexts } from '../../messages/repairs.ts';
import { isBooked } from '../../repairs/find.ts';
import { slotsFor, type Free, type FreeSlot } from '../../repairs/free.ts';
import type { RepairDoc } from '../../repairs/model.ts';
import { RepairPoints, type RepairPointDoc } from '../../repairs/point-model.ts';
import * as words from '../../repairs/words.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { followPath } from '../../tickets/follow.ts';
import { sendPage } from '../render.ts';
import { siteName, siteOf } from '../site.ts';
import type { Held } from './gone-page.ts';
import type { OwnRepairProps } from './repair-schema.ts';

/** What the page says besides the repair itself. */
export interface RepairSaid {
  status?: number;
  done?: string | undefined;
  problem?: string;
  /** Times from then on (ISO 8601). */
  after?: string | undefined;
}

const NO_SLOTS: Free = { slots: [], next: null, reason: null };

/** The page of a repair, for its customer: what it is, when and where, and the times to choose from. */
export async function repairPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { held: { locale, token }, repair, said = {} }: { held: Held; repair: RepairDoc; said?: RepairSaid },
): Promise<FastifyReply> {
  const { page: texts } = repairTexts[locale];
  const request = followPath(locale, token);
  const after = said.after === undefined || Number.isNaN(Date.parse(said.after)) ? undefined : new Date(said.after);
  const begun = isBooked(repair) && repair.from !== undefined && repair.from <= context.clock.now();
  const chooses = repair.open === true && !begun;
  const free = chooses ? await slotsFor(context, repair, after) : NO_SLOTS;
  const point = repair.point ? await RepairPoints(context).findById(repair.point).lean<RepairPointDoc>() : null;
  const later = free.next ? `${request}/repair?after=${encodeURIComponent(free.next.toISOString())}#times` : '';
  const props: OwnRepairProps = {
    site: siteOf(ask, locale, (other) => `${followPath(other, token)}/repair`),
    ...{ texts, request, path: `${request}/repair`, chooses, moves: isBooked(repair) },
    work: repair.details?.work ?? '',
    facts: factsOf(locale, repair, point),
    state: stateOf(locale, repair),
    ...choiceOf(locale, repair, free),
    ...{ later, sooner: after ? `${request}/repair#times` : '' },
    accept: priceToAccept(locale, repair),
    note: begun ? texts.began : chooses && free.slots.length === 0 ? texts[free.reason ? 'region' : 'none'] : '',
    result: resultOf(repair),
    ...{ done: said.done ?? '', problem: said.problem ?? '' },
  };
  const head = { title: `${texts.title} · ${siteName(ask.shop, locale)}`, description: texts.title, noindex: true };
  return await sendPage(ask, answer, 'own-repair', props, head, { status: said.status ?? 200, store: false });
}

function factsOf(locale: Language, repair: RepairDoc, point: RepairPointDoc | null): string[] {
  const texts = repairTexts[locale];
  const there = point && repair.from && repair.state !== 'cancelled' ? { point, from: repair.from } : undefined;
  return [
    ...(there ? [words.timeInWords(locale, there.from, there.point.timeZone)] : []),
    ...(there ? [words.whereInWords(texts, there.point, repair)] : []),
    words.chargeInWords(locale, texts, repair),
  ];
}

function stateOf(locale: Language, { state }: RepairDoc): OwnRepairProps['state'] {
  const { states } = repairTexts[locale].page;
  const kind = state === 'offered' ? 'ask' : state === 'booked' || state === 'moved' ? 'work' : 'over';
  return { kind, label: states[state === 'moved' ? 'booked' : state] };
}

const priceToAccept = (locale: Language, { charge, acceptedAt, details, currency }: RepairDoc): string =>
  charge === 'price' && !acceptedAt
    ? fill(repairTexts[locale].page.accept, { price: words.priceInWords(locale, details?.price, currency) })
    : '';

/** What came of it; why it was cancelled is for those who were told. */
const resultOf = ({ state, result }: RepairDoc): OwnRepairProps['result'] =>
  state === 'cancelled' || !result
    ? { text: '', parts: [] }
    : { text: result.text, parts: result.parts.map(({ name, quantity }) => `${quantity} × ${name}`) };

/** The free times by days. Whoever comes to the customer, a time is offered once; where they go themselves, they choose. */
function choiceOf(locale: Language, repair: RepairDoc, { slots }: Free): Pick<OwnRepairProps, 'days' | 'zone'> {
  const shown = slots.filter(
    (slot, at) =>
      !holds(repair, slot) &&
      !(slot.point.visits && slots.findIndex((one) => one.point.visits && +one.from === +slot.from) < at),
  );
  const texts = repairTexts[locale];
  const several = new Set(shown.map(({ point }) => point.slug)).size > 1;
  const days: OwnRepairProps['days'] = [];
  for (const { point, from } of shown) {
    const day = words.dayInWords(locale, from, point.timeZone);
    if (days.at(-1)?.day !== day) days.push({ day, slots: [] });
    const label = words.hourInWords(locale, from, point.timeZone);
    const where = several && !point.visits ? [point.name, point.address].filter(Boolean).join(', ') : '';
    days.at(-1)?.slots.push({ value: `${point.slug}.${from.getTime() / 60_000}`, label, where });
  }
  const [first] = shown;
  if (!first) return { days, zone: '' };
  const zone = fill(texts.page.zone, { zone: first.point.timeZone });
  return { days, zone: several ? zone : `${words.whereInWords(texts, first.point, repair)} ${zone}` };
}

const holds = (repair: RepairDoc, { point, from }: FreeSlot): boolean =>
  isBooked(repair) && point._id.equals(repair.point ?? '') && +from === Number(repair.from);
