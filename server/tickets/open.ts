import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context, Filing, FilingFacts } from '../context.ts';
import { nextNumbers } from '../counter.ts';
import type { CustomerDoc } from '../customers/model.ts';
import { personOf } from '../customers/person.ts';
import type { InboundMessage } from './envelopes.ts';
import { LIVE_CHANNELS } from './live.ts';
import type { TicketDoc } from './model.ts';
import { purchaseOf } from './purchase/claim.ts';
import { knowTags } from './tags/know.ts';
import { snippetOf } from './snippet.ts';
import { writtenOf } from './written.ts';

/** What receive needs of the ledger's item. */
export interface Origin {
  _id: Types.ObjectId;
  channel: string;
  account: string;
  receivedAt: Date;
  /** Set when nobody can have received it before. */
  first?: boolean;
}

/**
 * A new ticket, its first message already counted: of the language and type that it says or seems to have, and in its
 * team's queue unless the assistant holds it or it looks like spam. `keys` are the hashes of its thread keys.
 */
export async function newTicket(
  context: Context,
  origin: Origin,
  inbound: InboundMessage,
  customer: CustomerDoc,
  keys: string[],
): Promise<TicketDoc> {
  const { history } = inbound;
  const now = history?.at ?? context.clock.now();
  const kind = kindOf(context, inbound, customer);
  const handler = inbound.handler ?? 'agents';
  const spam = inbound.spam ?? (customer.blocked ? 'blocked' : undefined);
  const queued = handler === 'agents' && history?.as !== 'solved' && !spam;
  const thread = randomBytes(9).toString('base64url');
  const [number, filed] = await Promise.all([
    nextNumbers(context, 'tickets'),
    queued
      ? fileOf(context, origin, inbound, { ...kind, createdAt: now, customer: filingCustomer(customer) })
      : undefined,
  ]);
  await knowTags(context, filed?.tags ?? []);
  const ticket: TicketDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    number,
    origin: String(origin._id),
    ...kind,
    typeGuessed: inbound.type === undefined,
    status: spam ? 'closed' : history?.as === 'solved' ? 'solved' : 'new',
    priority: filed?.priority ?? 2,
    tags: filed?.tags ?? [],
    team: filed?.team ?? null,
    ...asked(filed),
    assignee: null,
    handler,
    queued,
    load: LIVE_CHANNELS.has(origin.channel) ? 'live' : 'mail',
    channel: origin.channel,
    account: origin.account,
    customer: customer._id,
    ...(await classOf(context, customer)),
    unverified: !inbound.from.verified,
    thread,
    threadKeys: [context.vault.hash('thread', `t:${thread}`), ...keys],
    messages: 1,
    ...{ createdAt: now, stillSince: now },
    // What catches up after a crash goes by it.
    activityAt: context.clock.now(),
    ...UNTOUCHED,
    waitingSince: history?.as === 'solved' ? null : now,
    solvedAt: history?.as === 'solved' ? now : null,
    ...(history ? { history: true } : {}),
    ...(spam ? { spam: true, spamReason: spam } : {}),
    subject: (inbound.subject ?? '').slice(0, 1000),
    snippet: snippetOf(writtenOf(inbound.text, inbound.folds)),
    fields: inbound.fields ?? {},
    ...(await purchaseOf(context, customer._id, inbound)),
  };
  return { ...ticket, ...(await context.deadlines(ticket)) };
}

/** What a ticket is before anybody has done anything with it. */
const UNTOUCHED = {
  ...{ firstAssignedAt: null, assignedAt: null, firstRepliedAt: null },
  ...{ reopenedAt: null, closedAt: null, snoozedUntil: null, routing: null },
};

type Kind = Pick<TicketDoc, 'type' | 'language'>;

function kindOf(context: Context, inbound: InboundMessage, { language }: CustomerDoc): Kind {
  const written = writtenOf(inbound.text, inbound.folds);
  const guessed = context.guess(inbound.subject ?? '', written, language ?? undefined);
  return {
    type: inbound.type ?? guessed.type ?? 'inquiry',
    language: inbound.language ?? guessed.language ?? language,
  };
}

/** The person's: a record that was merged has another one's. */
async function classOf(context: Context, customer: CustomerDoc): Promise<Pick<TicketDoc, 'class'>> {
  const { primary } = customer.mergedInto ? await personOf(context, String(customer._id)) : { primary: customer };
  return primary.class ? { class: primary.class } : {};
}

const asked = ({ needs, wants }: Filing = { team: null }): Pick<TicketDoc, 'needs' | 'wants'> => ({
  ...(needs ? { needs } : {}),
  ...(wants ? { wants } : {}),
});

const fileOf = (
  context: Context,
  { channel, account }: Origin,
  { subject = '', text, fields = {}, from }: InboundMessage,
  more: Pick<FilingFacts, 'type' | 'language' | 'createdAt' | 'customer'>,
) =>
  context.file({
    ...{ channel, account, ...more, subject, text: `${subject}\n${text}` },
    ...{ priority: 2, tags: [], fields, unverified: !from.verified },
  });

/** What rules can ask about a customer. */
export const filingCustomer = ({
  createdAt,
  identities,
  values,
}: Pick<CustomerDoc, 'createdAt' | 'identities' | 'values'>): FilingFacts['customer'] => ({
  createdAt,
  domains: identities
    .filter(({ kind }) => kind === 'email')
    .map(({ hash }) => (values[hash] ?? '').split('@').at(-1) ?? ''),
});
