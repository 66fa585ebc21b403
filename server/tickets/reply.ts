import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { sanitize } from '../http/sanitize.ts';
import { advanceIf } from './advance.ts';
import { presentRoute } from './away.ts';
import { base, byClientId, commit, written, type Author } from './commit.ts';
import { refuseCrossing } from './crossing.ts';
import type { OfferedForm, Purpose } from './envelopes.ts';
import { differing } from './differing.ts';
import { changeWithLine } from './event.ts';
import { externalFields } from './external.ts';
import { ticketById } from './find.ts';
import type { Before, Delivery, MessageDoc } from './message-model.ts';
import type { Status, TicketDoc } from './model.ts';
import { identitiesOf, participantHash, routeOf, type Recipients, type Route } from './recipients.ts';
import { snippetOf } from './snippet.ts';
import { statusFields } from './status.ts';
import { inquiryAfter, requireOutcome } from './steps/outcome.ts';
import { lookFrom } from './unseen.ts';
import { claimUploads, filesOf } from './upload.ts';
import { channelOf, viaAfter } from './ways.ts';

export interface NewReply extends Partial<Recipients> {
  author: Author;
  /** Said each time, so that nobody sends what needs consent by leaving it out. */
  purpose: Purpose;
  /** Made by the writer's client; the same id again returns the same message. */
  clientId: string;
  /** Its own, instead of the ticket's. */
  subject?: string;
  text: string;
  html?: string;
  /** Hex ids of files uploaded to this ticket. */
  attachments?: string[];
  choices?: { id: string; label: string }[];
  /** For channels that show forms, instead of the choices. */
  form?: OfferedForm;
  /** By which channel, where it is not the usual one: the ticket goes on by that. */
  channel?: string;
  /** As whom its account writes, where it can write as several. */
  identity?: string;
  /** Status after it; pending (waiting for the customer) by default. */
  status?: Status;
  /** Place of the last message the writer has seen; a newer one from others fails with `newer-messages`. */
  lastSeen?: number;
  automatic?: boolean;
  /** Written by a language model. */
  drafted?: boolean;
  /** Seconds in which an e-mail can be taken back before it goes out. */
  hold?: number;
  /** Goes out then, unless the customer writes first. */
  sendAt?: Date;
  /** The version of the writer's draft that ends with it. */
  draft?: number;
}

/** Later than this nobody remembers. */
const LATEST_MS = 366 * 86_400_000;

/**
 * Saves an answer to the customer with its delivery pending: the message is the outbox. Fails `cannot-send` when its
 * channel cannot send it, so that nothing is left pending that can never go.
 */
export async function reply(context: Context, ticket: TicketDoc, input: NewReply): Promise<MessageDoc> {
  const earlier = await byClientId(context, ticket, input.clientId);
  if (earlier) return earlier;
  requireOutcome(ticket, input.status ?? 'pending');
  const asUsual = input.author.kind === 'agent' && !input.channel && !input.to;
  const single = input.automatic || input.author.kind === 'assistant';
  const route = await (asUsual ? presentRoute : routeOf)(context, ticket, input, single);
  const { identity } = input;
  if (identity && !identitiesOf(context, route, '').some(({ id }) => id === identity))
    return fail('unprocessable', 'This mailbox does not write as that one.');
  const dueAt = dueAtOf(context, input, route);
  await refuseCrossing(context, ticket, { lastSeen: input.lastSeen, writer: input.author.id });
  const files = await claimUploads(context, ticket, input);
  if (!files) return await written(context, ticket, input.clientId);
  const way = await changeWay(context, ticket, input, route);
  const { next, before, changed } = await takePlace(context, ticket, input, route);
  const [to = '', ...alsoTo] = route.to;
  const message: MessageDoc = {
    ...base(context, next, input.author, input.clientId),
    direction: 'out',
    ...externalFields(context, mintId(context, next, route, to)),
    automatic: input.automatic ?? false,
    delivery: {
      ...newDelivery(route, input.purpose, dueAt),
      ...lookFrom(context, route, input.author, dueAt),
      ...(identity ? { identity } : {}),
    },
    ...(input.choices ? { choices: input.choices } : {}),
    ...(input.form ? { form: input.form } : {}),
    ...(input.drafted ? { drafted: true } : {}),
    ...(input.sendAt ? { later: input.status ?? 'pending' } : {}),
    ...(input.author.kind === 'agent' ? { before: { ...before, ...way } } : {}),
    ...(input.subject ? { subject: input.subject } : {}),
    text: input.text,
    ...(input.html ? { html: sanitize(input.html) } : {}),
    to,
    ...(alsoTo.length > 0 ? { alsoTo } : {}),
    ...(route.cc.length > 0 ? { cc: route.cc } : {}),
    ...(route.bcc.length > 0 ? { bcc: route.bcc } : {}),
    ...filesOf(files),
  };
  const { author, draft } = input;
  return await commit(context, next, message, { author, changed, ...(draft ? { draft } : {}) });
}

/** The ticket goes on by the channel that its writer has chosen, and tells so; by which it went on before. */
async function changeWay(
  context: Context,
  ticket: TicketDoc,
  input: NewReply,
  route: Route,
): Promise<Pick<Before, 'way'>> {
  const { channel, author } = input;
  if (!channel || isUnasked(input) || route.channel === channelOf(ticket)) return {};
  const way = ticket.replyVia ?? null;
  const line = { kind: 'way' as const, params: { way: route.channel } };
  const fields = { replyVia: viaAfter(ticket, route) };
  const changed = await changeWithLine(context, ticket, author, { fields, line });
  Object.assign(ticket, changed ?? fail('not-found'));
  return { way };
}

/** When it goes out. Holding one back is for e-mail: whoever chats sits there waiting. */
function dueAtOf(context: Context, { sendAt, hold = 0 }: NewReply, { channel }: Route): Date {
  const now = context.clock.now().getTime();
  if (!sendAt) return new Date(now + (channel === 'email' ? hold * 1000 : 0));
  const wait = sendAt.getTime() - now;
  if (!(wait > 0 && wait < LATEST_MS)) fail('unprocessable', 'The time to send must lie within the next year.');
  return sendAt;
}

/**
 * The answer's place in the thread, behind nothing that its writer has not seen: what comes in between is looked at
 * before it is tried again. Fails `newer-messages`; and `conflict` when a person took the ticket from the assistant.
 */
async function takePlace(
  context: Context,
  ticket: TicketDoc,
  input: NewReply,
  route: Route,
): Promise<{ next: TicketDoc; before: Before; changed: string[] }> {
  const holder = input.author.kind === 'assistant' ? { handler: 'assistant' } : {};
  for (;;) {
    await refuseCrossing(context, ticket, { lastSeen: input.lastSeen, writer: input.author.id });
    const { status, waitingSince, solvedAt, firstRepliedAt } = ticket;
    const fields = isUnasked(input) ? {} : answerFields(context, ticket, input, route);
    const changed = differing(ticket, fields);
    const next = await advanceIf(context, ticket, fields, { ...holder, messages: ticket.messages });
    const first = firstRepliedAt === null;
    if (next) return { next, before: { status, after: next.status, waitingSince, solvedAt, first }, changed };
    Object.assign(ticket, await ticketById(context, String(ticket._id)));
    if (input.author.kind === 'assistant' && ticket.handler !== 'assistant') return fail('conflict');
  }
}

/** What the desk says by itself, an acknowledgement say, is no answer: the customer waits as before. */
const isUnasked = ({ automatic, author }: NewReply): boolean => automatic === true && author.kind === 'system';

const answerFields = (context: Context, ticket: TicketDoc, input: NewReply, route: Route): Partial<TicketDoc> => ({
  activityAt: context.clock.now(),
  ...(input.sendAt ? promised(context, ticket) : answered(context, ticket, input)),
  snippet: snippetOf(input.text),
  ...participantsAfter(context, ticket, route),
});

/** How an answer that goes out changes its ticket. */
export function answered(
  context: Context,
  ticket: TicketDoc,
  { status = 'pending', author }: { status?: Status; author: { kind: string } },
): Partial<TicketDoc> {
  const now = context.clock.now();
  const first = author.kind === 'agent' && !ticket.firstRepliedAt ? { firstRepliedAt: now } : {};
  const stage = author.kind === 'agent' ? inquiryAfter(ticket, now, 'answered') : {};
  return { ...statusFields(context, ticket, status), waitingSince: null, ...first, ...stage };
}

/** One that goes out later takes the ticket off the table, but the customer still waits. */
const promised = (context: Context, ticket: TicketDoc): Partial<TicketDoc> => ({
  ...statusFields(context, ticket, 'pending'),
  waitingSince: ticket.waitingSince,
});

/** Who gets this answer may answer in turn; the first addressee does with a token of their own. */
function participantsAfter(context: Context, ticket: TicketDoc, route: Route): Partial<TicketDoc> {
  if (route.channel !== 'email') return {};
  const known = ticket.participants ?? [];
  const all = [...route.to.slice(1), ...route.cc, ...route.bcc].map((address) => participantHash(context, address));
  const participants = [...new Set([...known, ...all])].slice(-200);
  return participants.length > known.length ? { participants } : {};
}

function mintId(context: Context, { thread }: TicketDoc, { channel, account }: Route, to: string): string {
  return context.channels.get(channel)?.mintId?.(thread, to, account) ?? randomUUID();
}

function newDelivery({ channel, account, instead }: Route, purpose: Purpose, dueAt: Date): Delivery {
  return {
    state: 'pending',
    purpose,
    channel,
    account,
    ...(instead ? { instead } : {}),
    attempts: 0,
    dueAt,
    leaseUntil: null,
    sentAt: null,
  };
}
