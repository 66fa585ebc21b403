import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { reply } from '../tickets/reply.ts';
import { channelOf, lastOfThem } from '../tickets/ways.ts';
import type { AutomationDoc, AutomationRunDoc } from './model.ts';
import { messageFor } from './words.ts';

/** What the channel of e-mail says about answering by itself. */
export interface MailGate {
  /** The address to which a mail may be answered by itself; undefined: not at all. The same ticket may ask again. */
  answerable(ticket: TicketDoc, message: MessageDoc): Promise<string | undefined>;
}

/**
 * Writes a rule's message to the customer, where it has one: by the day on which the run began, so that two runs of one
 * day that meet send one. Fails `details-missing` where a value is not known, `cannot-send` where nobody may be written to.
 */
export async function send(
  context: Context,
  ticket: TicketDoc,
  { rule, run, gate }: { rule: AutomationDoc; run: AutomationRunDoc; gate: MailGate },
): Promise<string[]> {
  const { message } = rule.deeds;
  if (!message) return [];
  const anybody = isAnybody(ticket);
  const text = await messageFor(context, ticket, message, anybody);
  if (!text) throw new Failure('details-missing');
  if (anybody) await refuseUnanswerable(context, ticket, gate);
  await reply(context, ticket, {
    author: { kind: 'system', id: String(rule._id), name: '' },
    purpose: 'service',
    clientId: `automation/${String(rule._id)}/${run.at.toISOString().slice(0, 10)}`,
    automatic: true,
    text,
  });
  return ['message'];
}

/**
 * True where whoever wrote may have written anybody's address: nobody has proved it, and nobody of ours has answered. A
 * message would go to a stranger in our name, as often as somebody wishes and with their words in it.
 */
const isAnybody = (ticket: TicketDoc): boolean =>
  ticket.unverified && ticket.firstRepliedAt === null && ticket.channel !== 'api' && channelOf(ticket) === 'email';

/** An acknowledgement goes by the same: once in 24 hours to an address, whichever tickets it is about. */
async function refuseUnanswerable(context: Context, ticket: TicketDoc, gate: MailGate): Promise<void> {
  const [written] = await lastOfThem(context, ticket, 1);
  if (!written || !(await gate.answerable(ticket, written))) throw new Failure('cannot-send');
}
