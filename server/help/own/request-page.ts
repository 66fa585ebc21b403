import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { fill, helpTexts } from '../../messages/help.ts';
import { dayInWords } from '../../messages/dates.ts';
import { stageTexts } from '../../messages/stages.ts';
import { ownTexts } from '../../messages/own.ts';
import { deskSettings } from '../../settings/desk.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { followPath, type Followed } from '../../tickets/follow.ts';
import type { TicketDoc } from '../../tickets/model.ts';
import { promiseIn } from '../../tickets/promise.ts';
import { stageOf as stageOfTicket } from '../../tickets/steps/machine.ts';
import { callLink } from '../callback/link.ts';
import { sendPage } from '../render.ts';
import { siteName, siteOf } from '../site.ts';
import { presentOwn, stateOf } from './present.ts';
import type { OwnRequestProps } from './schema.ts';
import { courseTold } from './course.ts';
import { orderTold } from './order.ts';
import { repairTold } from './repair-told.ts';
import { mergedIn, ownThread } from './thread.ts';

/** What the page says besides the request itself. */
export interface Said {
  status?: number;
  done?: string | undefined;
  problem?: string;
  reply?: Partial<OwnRequestProps['reply']>;
  rating?: { error?: string; comment?: string; chosen?: number };
  /** Messages before this place instead of the last ones. */
  before?: number | undefined;
}

/** The customer's own page of one request. */
export async function requestPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  at: { locale: Language; token: string; link: Followed },
  said: Said = {},
): Promise<FastifyReply> {
  const { locale, token, link } = at;
  const texts = ownTexts[locale];
  const path = followPath(locale, token);
  const [desk, thread] = await Promise.all([deskSettings(context), ownThread(context, link, said.before)]);
  const { ticket } = link;
  const title = ticket.subject || fill(texts.request, { number: ticket.number });
  const props: OwnRequestProps = {
    site: siteOf(ask, locale, (other) => followPath(other, token)),
    texts,
    path,
    title,
    facts: factsOf(locale, link, desk.timeZone),
    state: stateOf(ticket),
    due: promiseIn(context, ticket, { locale, timeZone: desk.timeZone }),
    course: await courseTold(locale, ticket, desk.timeZone),
    order: await orderTold(context, at),
    repair: await repairTold(context, locale, link, path),
    messages: presentOwn(thread.messages, { locale, path, timeZone: desk.timeZone }),
    merged: said.before === undefined ? await mergedTold(context, at, desk.timeZone) : [],
    earlier: thread.earlier === undefined ? '' : `${path}?before=${thread.earlier}`,
    latest: said.before === undefined ? '' : path,
    done: said.done ?? '',
    problem: said.problem ?? '',
    reply: { id: randomBytes(18).toString('base64url'), text: '', error: '', files: '', ...said.reply },
    rating: ratingOf(locale, link, said),
    call: await callLink(context, locale, { link, path }),
  };
  const head = { title: `${title} · ${siteName(ask.shop, locale)}`, description: texts.title, noindex: true };
  return await sendPage(ask, answer, 'own-request', props, head, { status: said.status ?? 200, store: false });
}

/** What was written in requests of theirs that this one goes on for. */
async function mergedTold(
  context: Context,
  { locale, token, link }: { locale: Language; token: string; link: Followed },
  timeZone: string,
): Promise<OwnRequestProps['merged']> {
  const at = { locale, path: followPath(locale, token), timeZone };
  const told = (await mergedIn(context, link)).map(async (ticket) => {
    const { messages } = await ownThread(context, { ...link, ticket });
    const { number, subject } = ticket;
    const words = fill(ownTexts[locale].request, { number });
    const title = subject ? `${words}: ${subject}` : words;
    return { number, title, messages: presentOwn(messages, { ...at, of: number }) };
  });
  return (await Promise.all(told)).filter(({ messages }) => messages.length > 0);
}

function factsOf(locale: Language, { ticket }: Followed, timeZone: string): string[] {
  const texts = ownTexts[locale];
  const { number, createdAt, solvedAt } = ticket;
  return [
    fill(texts.request, { number }),
    ...courseOf(locale, ticket),
    fill(texts.sentOn, { date: dayInWords(locale, createdAt, timeZone) }),
    ...(solvedAt ? [fill(texts.settledOn, { date: dayInWords(locale, solvedAt, timeZone) })] : []),
  ];
}

/** What it is, and where it stands in its life cycle once something has happened to it. */
function courseOf(locale: Language, ticket: TicketDoc): string[] {
  const { title } = helpTexts[locale].request.types[ticket.type];
  const stages: Record<string, string> = stageTexts[locale][ticket.type];
  const stage = ticket.stage && stages[stageOfTicket(ticket).name];
  return [stage ? `${title}: ${stage}` : title];
}

function ratingOf(locale: Language, { ticket: { rating = 0 } }: Followed, said: Said): OwnRequestProps['rating'] {
  const rated = rating ? fill(ownTexts[locale].rate.rated, { score: rating }) : '';
  return { score: rating, chosen: rating, rated, error: '', comment: '', ...said.rating };
}
