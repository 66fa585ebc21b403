import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { mayContact } from '../customers/consent.ts';
import { samePerson } from '../customers/same.ts';
import { Failure } from '../errors.ts';
import { fill } from '../messages/help.ts';
import { ownTexts } from '../messages/own.ts';
import { surveyTexts } from '../messages/survey.ts';
import { followPath } from '../tickets/follow.ts';
import { Messages } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { isOver } from '../tickets/rate.ts';
import { routeOf } from '../tickets/recipients.ts';
import { reply } from '../tickets/reply.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { ASKED_DAYS, SurveyAsks, type SurveyAskDoc, type SurveySettings } from './model.ts';

/** Stands for the secret part of a link until the mail leaves (channels/follow.ts). */
const HIDDEN = '…';
const MARKS = [5, 4, 3, 2, 1];

/**
 * Asks a ticket's customer once how content they are, by e-mail; false where nobody is asked: they have said already or
 * want no such mail, they were asked lately, nobody wrote, nothing can reach them. Asked again it is the same question.
 */
export async function ask(context: Context, ticket: TicketDoc, settings: SurveySettings): Promise<boolean> {
  if (!isAskable(ticket, settings) || !context.config.publicUrl) return false;
  if (!(await mayContact(context, ticket.customer, 'survey'))) return false;
  if (!(await goesByMail(context, ticket)) || (await isOfMachines(context, ticket))) return false;
  const claimed = await claim(context, ticket);
  if (!claimed) return false;
  const { number, language, type } = ticket;
  const texts = surveyTexts[language ?? 'en'];
  const question = settings.texts[type]?.[language ?? 'en']?.trim() || texts.question[type];
  await reply(context, ticket, {
    author: { kind: 'system', name: '' },
    purpose: 'survey',
    clientId: 'survey',
    automatic: true,
    subject: fill(texts.subject, { number }),
    text: [question, marksOf(context, ticket), texts.rest].join('\n\n'),
  });
  return true;
}

const isAskable = (ticket: TicketDoc, { enabled, types }: SurveySettings): boolean =>
  enabled &&
  isOver(ticket) &&
  types.includes(ticket.type) &&
  ticket.rating === undefined &&
  ![ticket.spam, ticket.erased, ticket.history, ticket.demo].includes(true);

/** Each mark is an address of the customer's own page, which shows it chosen and asks to send it: looking is no vote. */
function marksOf({ config }: Context, { language }: TicketDoc): string {
  const locale = language ?? 'en';
  const { scores } = ownTexts[locale].rate;
  const page = config.publicUrl + followPath(locale, HIDDEN);
  return MARKS.map((mark) => `${mark} – ${scores[mark - 1] ?? ''}:\n${page}?score=${mark}#rating`).join('\n\n');
}

async function goesByMail(context: Context, ticket: TicketDoc): Promise<boolean> {
  try {
    return (await routeOf(context, ticket, {}, true)).channel === 'email';
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** What a machine wrote, and where our mails come back. */
async function isOfMachines(context: Context, { _id }: TicketDoc): Promise<boolean> {
  const people = { ticket: _id, direction: 'in', automatic: false } as const;
  if (!(await Messages(context).exists(people))) return true;
  return (await Messages(context).exists({ ticket: _id, 'delivery.state': 'failed' as never })) !== null;
}

/** One atomic write for the whole person: of two tickets, or two processes, one asks. */
async function claim(context: Context, { customer, _id: ticket }: TicketDoc): Promise<boolean> {
  const now = context.clock.now();
  const ids = (await samePerson(context, customer)).map(({ _id }) => _id).sort(byAge);
  const since = new Date(now.getTime() - ASKED_DAYS * 86_400_000);
  const asked = await SurveyAsks(context)
    .find({ _id: { $in: ids }, at: { $gt: since } })
    .lean<SurveyAskDoc[]>();
  if (asked.length > 0) return asked.every((one) => one.ticket.equals(ticket));
  const [_id] = ids;
  if (!_id) return false;
  const { matchedCount } = await SurveyAsks(context).updateOne(
    { _id, at: { $lte: since } },
    { $set: { ticket, at: now } },
  );
  if (matchedCount > 0) return true;
  try {
    await SurveyAsks(context).collection.insertOne({ _id, ticket, at: now } as never);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}

const byAge = (a: Types.ObjectId, b: Types.ObjectId): number => (String(a) < String(b) ? -1 : 1);
