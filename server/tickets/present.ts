import type { Types } from 'mongoose';
import { agentNames, teamNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { customerNames } from '../customers/find.ts';
import { promisedBy } from './deadlines.ts';
import { causeOf, type FailureCause } from './failure-cause.ts';
import type { MessageAttachment, MessageDoc } from './message-model.ts';
import { PRIORITIES, type TicketDoc } from './model.ts';
import { lacksOutcome, stageOf } from './steps/machine.ts';
import { channelOf } from './ways.ts';
import type { MessageView, TicketView } from './schema.ts';

/** Tickets as they leave the house, all names in three queries; those of the customers may be on their way already. */
export async function presentTickets(
  context: Context,
  tickets: TicketDoc[],
  names?: Promise<Map<string, string>>,
): Promise<TicketView[]> {
  const idsOf = (ids: (Types.ObjectId | null)[]): string[] => ids.flatMap((id) => (id ? [String(id)] : []));
  const asked = names ?? customerNames(context, idsOfCustomers(tickets));
  const [customers, agents, teams] = await Promise.all([
    asked,
    agentNames(context, idsOf(tickets.map((t) => t.assignee))),
    teamNames(context, idsOf(tickets.map((t) => t.team))),
  ]);
  const ref = (id: Types.ObjectId | null, names: Map<string, string>) =>
    id ? { id: String(id), name: names.get(String(id)) ?? '' } : null;
  const people = tickets.map((t) => String(t.customer));
  return tickets.map((t, i) => ({
    id: String(t._id),
    number: t.number,
    type: t.type,
    typeGuessed: t.typeGuessed,
    status: t.status,
    stage: stageOf(t).name,
    undecided: lacksOutcome(t),
    priority: PRIORITIES[t.priority - 1] ?? 'normal',
    subject: t.subject ?? '',
    snippet: t.snippet ?? '',
    ...(t.erased ? { erased: true } : {}),
    ...(t.redacted ? { redacted: { what: t.redacted.what, at: t.redacted.at.toISOString() } } : {}),
    ...(t.damaged ? { damaged: t.damaged } : {}),
    fields: t.fields ?? {},
    channel: t.channel,
    replyBy: channelOf(t),
    account: t.account,
    customer: { id: people[i] ?? '', name: customers.get(people[i] ?? '') ?? '' },
    assignee: ref(t.assignee, agents),
    team: ref(t.team, teams),
    handler: t.handler,
    queued: t.queued,
    language: t.language,
    tags: t.tags,
    unverified: t.unverified,
    spam: t.spam ? (t.spamReason ?? 'marked') : null,
    mergedInto: t.merged?.number ?? null,
    messages: t.messages,
    ...(t.seen ? { seen: t.seen } : {}),
    createdAt: t.createdAt.toISOString(),
    activityAt: t.activityAt.toISOString(),
    waitingSince: time(t.waitingSince),
    firstAssignedAt: time(t.firstAssignedAt),
    firstRepliedAt: time(t.firstRepliedAt),
    solvedAt: time(t.solvedAt),
    reopenedAt: time(t.reopenedAt),
    snoozedUntil: time(t.snoozedUntil),
    ...presentDeadlines(t),
    routing: t.routing,
    drafts: (t.drafts ?? []).map(String),
    mentioned: (t.mentioned ?? []).map(String),
    mentions: (t.mentions ?? []).map(String),
  }));
}

const presentDeadlines = (ticket: TicketDoc) => ({
  due: time(promisedBy(ticket)),
  firstReplyBy: time(ticket.clocks?.firstReplyBy ?? null),
  nextReplyBy: time(ticket.clocks?.nextReplyBy ?? null),
  resolveBy: time(ticket.clocks?.resolveBy ?? null),
});

/** Messages of one ticket as agents see them; the names of customers may be on their way already. */
export async function presentMessages(
  context: Context,
  ticket: Pick<TicketDoc, 'number'>,
  messages: MessageDoc[],
  asked?: Promise<Map<string, string>>,
): Promise<MessageView[]> {
  const names = await (asked ?? customerNames(context, idsOfCustomers(messages.filter(isUnnamed))));
  return messages.map((m) => ({
    id: String(m._id),
    ticket: ticket.number,
    n: m.n,
    direction: m.direction,
    author: {
      kind: m.author.kind,
      ...(m.author.id ? { id: m.author.id } : {}),
      name: m.authorName || (m.direction === 'in' ? (names.get(String(m.customer)) ?? '') : ''),
    },
    at: m.at.toISOString(),
    text: m.text ?? '',
    ...(m.redacted ? { redacted: { ...m.redacted, at: m.redacted.at.toISOString() } } : {}),
    ...(m.damaged ? { damaged: m.damaged } : {}),
    ...(m.editedAt ? { edited: { at: m.editedAt.toISOString(), original: m.original ?? '' } } : {}),
    ...(m.deletedAt ? { deletedAt: m.deletedAt.toISOString() } : {}),
    ...(m.folds ? { folds: m.folds } : {}),
    hasHtml: m.html !== undefined || (m.damaged?.includes('html') ?? false),
    hasSource: m.intake !== undefined && !m.redacted && !m.deletedAt,
    ...(m.from ? { from: m.from } : {}),
    ...(m.to ? { to: m.to } : {}),
    ...(m.alsoTo ? { alsoTo: m.alsoTo } : {}),
    ...(m.cc ? { cc: m.cc } : {}),
    ...(m.bcc ? { bcc: m.bcc } : {}),
    attachments: (m.attachments ?? []).map((file) => presentAttachment(ticket.number, String(m._id), file)),
    ...(m.clientId ? { clientId: m.clientId } : {}),
    ...(m.mentions ? { mentions: m.mentions } : {}),
    automatic: m.automatic,
    ...(m.drafted ? { drafted: true } : {}),
    otherSender: m.otherSender ?? false,
    ...(m.encrypted ? { encrypted: m.encrypted } : {}),
    ...(m.missing && !m.deletedAt && !m.redacted ? { missing: true as const } : {}),
    ...(m.delivery
      ? {
          delivery: {
            state: m.delivery.state,
            channel: m.delivery.channel,
            ...(m.delivery.instead ? { instead: m.delivery.instead } : {}),
            error: m.failure || null,
            sentAt: time(m.delivery.sentAt),
            dueAt: time(m.delivery.state === 'pending' ? m.delivery.dueAt : null),
            later: m.later !== undefined,
            ...presentTold(m),
          },
        }
      : {}),
    ...(m.event ? { event: m.event } : {}),
    ...(m.choices ? { choices: m.choices } : {}),
  }));
}

/** A message that says itself nothing of who wrote it. */
export const isUnnamed = ({ direction, authorName }: MessageDoc): boolean => direction === 'in' && !authorName;

function presentTold({ delivery, failure = '' }: MessageDoc): { cause?: FailureCause; permanent?: boolean } {
  if (!delivery?.told) return {};
  const cause = delivery.told.cause ?? causeOf(delivery.told.status, failure);
  return { ...(cause ? { cause } : {}), permanent: delivery.told.permanent };
}

/** A file that no message holds yet. */
export function presentUpload(number: number, file: MessageAttachment) {
  return { ...presentAttachment(number, '', file), url: `/api/v1/tickets/${number}/attachments/${file.id}` };
}

/** A file of a message, with the address of its bytes. */
export function presentAttachment(number: number, messageId: string, file: MessageAttachment) {
  return {
    id: file.id,
    name: file.name,
    type: file.type,
    size: file.size,
    url: `/api/v1/tickets/${number}/messages/${messageId}/attachments/${file.id}`,
    inline: file.cid !== undefined,
  };
}

const time = (date: Date | null): string | null => date?.toISOString() ?? null;

const idsOfCustomers = (of: { customer: Types.ObjectId }[]): Types.ObjectId[] => of.map(({ customer }) => customer);
