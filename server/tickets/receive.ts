import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { storeAttachment } from '../attachments/store.ts';
import { recordConsent } from '../customers/consent.ts';
import type { ConsentSource } from '../customers/consent-model.ts';
import { learnHandle } from '../customers/handle.ts';
import { joinByEmail } from '../customers/proof/join.ts';
import { upsertCustomer } from '../customers/upsert.ts';
import type { CustomerDoc } from '../customers/model.ts';
import { Failure } from '../errors.ts';
import { sanitize } from '../http/sanitize.ts';
import { RELAXED } from '../model.ts';
import { findTogether } from '../find-together.ts';
import { insertSealed, isDuplicate, opened } from '../vault/sealed.ts';
import type { InboundMessage } from './envelopes.ts';
import { awake } from './awake.ts';
import { addEvent } from './event.ts';
import { externalFields } from './external.ts';
import { Messages, type MessageAttachment, type MessageDoc } from './message-model.ts';
import { Tickets, type TicketDoc } from './model.ts';
import { newTicket, type Origin } from './open.ts';
import { advance } from './advance.ts';
import { movesOn } from './commit.ts';
import { differing } from './differing.ts';
import { survivorOf } from './merge/survivor.ts';
import { joinPart, partName } from './part.ts';
import { tellProof } from './prove.ts';
import { participantHash } from './recipients.ts';
import { snippetOf } from './snippet.ts';
import { filesOf } from './upload.ts';
import { spokenBy } from './ways.ts';
import { writtenOf } from './written.ts';

export interface Received {
  ticket: TicketDoc;
  message: MessageDoc;
  /** True when this message opened the ticket. */
  created: boolean;
  /** True when it went into a message that had begun before. */
  joined?: boolean;
}

/**
 * The one door in. Customer upserted on its identity, ticket found by the first matching thread key or made on its
 * unique origin, the message last: it is the commit point. Safe to run again at any point: the same origin gives the
 * same ticket and the same message. Its writes become durable with the item's outcome in the ledger: until then a
 * crash of the machine leaves the item pending, and it is received again.
 */
export async function receive(context: Context, origin: Origin, given: InboundMessage): Promise<Received> {
  try {
    return withOpener(origin, await takeIn(context, origin, given));
  } catch (error) {
    // Its ticket was merged into another one at this moment: that one is found now.
    if (!(error instanceof Failure && error.code === 'merged')) throw error;
    return withOpener(origin, await takeIn(context, origin, given));
  }
}

/** In a re-run too: what follows of a new ticket may not have happened, whatever has happened to it meanwhile. */
const withOpener = (origin: Origin, received: Received): Received => ({
  ...received,
  created: received.ticket.origin === String(origin._id),
});

async function takeIn(context: Context, origin: Origin, given: InboundMessage): Promise<Received> {
  const keys = given.threadKeys.map((key) => context.vault.hash('thread', key));
  const [customer, match] = await Promise.all([
    upsertCustomer(context, given.from, given.language ?? given.from.language ?? null),
    keys.length > 0 ? firstMatch(context, keys) : undefined,
  ]);
  await learnHandle(context, customer, given.from);
  await keepConsents(context, origin, given, customer);
  const { provedEmail } = given.from;
  const proved = provedEmail ? await joinByEmail(context, customer, provedEmail) : undefined;
  // What somebody else writes into a customer's ticket is theirs: their key seals it, and it goes with them.
  const owner = customer._id;
  const [{ ticket, created, elsewhere }, attachments] = await Promise.all([
    ticketFor(context, origin, given, { customer, keys, match }),
    storeFiles(context, origin, owner, given),
  ]);
  if (proved?.news) await tellProof(context, ticket, proved);
  const inbound = known(context, ticket, given);
  const message = messageDocument(context, origin, inbound, { ticket, owner, attachments });
  let changed: string[] = [];
  try {
    if (!created) {
      // Taken by an earlier run: who has answered it meanwhile is not told that the customer waits again.
      const taken = origin.first ? null : await byOrigin(context, origin);
      if (taken) return { ticket, message: taken, created };
      const begun = await joinPart(context, message);
      if (begun) return { ticket, message: begun, created, joined: true };
      changed = await reopen(context, ticket, message, { inbound, blocked: customer.blocked, origin, elsewhere });
    }
    await insertSealed(context, Messages, String(owner), message, RELAXED);
  } catch (error) {
    const committed = isDuplicate(error) ? await byOrigin(context, origin) : null;
    if (committed) return { ticket, message: committed, created };
    const begun = isDuplicate(error) ? await joinPart(context, message) : undefined;
    if (!begun) throw error;
    return { ticket, message: begun, created, joined: true };
  }
  if (movesOn(changed)) {
    const told = { ticket: String(ticket._id), fields: changed, by: { kind: 'customer' as const } };
    await context.events.emit('ticket.changed', told);
  }
  return { ticket, message, created };
}

/** A program of the shop's own vouches for what it says; a form's sender may be anybody. */
async function keepConsents(
  context: Context,
  origin: Origin,
  inbound: InboundMessage,
  customer: CustomerDoc,
): Promise<void> {
  const proved = inbound.from.verified || origin.channel === 'api';
  const by = { kind: 'customer' as const, id: String(customer._id) };
  for (const consent of inbound.consents ?? []) {
    const source = origin.channel as ConsentSource;
    await recordConsent(context, customer._id, { ...consent, source, by, proved, origin: String(origin._id) });
  }
}

/** Whoever got one of the ticket's answers is no other sender. */
function known(context: Context, { participants = [] }: TicketDoc, inbound: InboundMessage): InboundMessage {
  const { otherSender: other, ...rest } = inbound;
  if (inbound.doubted) return { ...rest, otherSender: true };
  return other && participants.includes(participantHash(context, inbound.from.value)) ? rest : inbound;
}

async function byOrigin(context: Context, origin: Origin): Promise<MessageDoc | null> {
  const [doc] = await findTogether<MessageDoc>(context, Messages, 'intake', [String(origin._id)]);
  return doc ? opened(context, Messages, doc) : null;
}

/** The one that was found, or a new one. */
async function ticketFor(
  context: Context,
  origin: Origin,
  inbound: InboundMessage,
  { customer, keys, match }: { customer: CustomerDoc; keys: string[]; match: TicketDoc | undefined },
): Promise<{ ticket: TicketDoc; created: boolean; elsewhere?: boolean }> {
  if (match) {
    const ticket = await survivorOf(context, match);
    return { ticket, created: false, elsewhere: ticket !== match };
  }
  const ticket = await newTicket(context, origin, inbound, customer, keys);
  try {
    await insertSealed(context, Tickets, String(customer._id), ticket, RELAXED);
    return { ticket, created: true };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    // Made before a crash by the same item, or at the same moment by another item of the same thread.
    const mine = await Tickets(context).findOne({ origin: ticket.origin }).lean<TicketDoc>();
    if (mine) return { ticket: opened(context, Tickets, mine), created: mine.messages <= 1 };
    const theirs = await firstMatch(context, keys);
    if (!theirs) throw error;
    return { ticket: await survivorOf(context, theirs), created: false };
  }
}

/** The ticket that the first matching key leads to; keys hashed. */
export async function firstMatch(context: Context, keys: string[]): Promise<TicketDoc | undefined> {
  const docs = await findTogether<TicketDoc>(context, Tickets, 'threadKeys', keys);
  for (const key of keys) {
    const match = docs.find((doc) => doc.threadKeys.includes(key));
    if (match) return opened(context, Tickets, match);
  }
  return undefined;
}

interface Arrival {
  inbound: InboundMessage;
  blocked: boolean;
  origin: Origin;
  /** True when it was written to a ticket that this one goes on for. */
  elsewhere: boolean | undefined;
}

/** An existing ticket gets its next place and wakes up: the customer waits now. Names what is other than before. */
async function reopen(
  context: Context,
  ticket: TicketDoc,
  message: MessageDoc,
  { inbound, blocked, origin, elsewhere = false }: Arrival,
): Promise<string[]> {
  let changed: string[] = [];
  let wasSolved = false;
  const wakes = !inbound.automatic && !inbound.otherSender && !inbound.history && !ticket.spam && !blocked;
  const next = await advance(context, ticket, (from) => {
    wasSolved = from.status === 'solved' || from.status === 'closed';
    const after = {
      snippet: snippetOf(writtenOf(inbound.text, inbound.folds)),
      ...(wakes ? awake(context, from) : {}),
      ...(wakes ? goesOnBy(from, origin, elsewhere) : {}),
    };
    changed = differing(from, after);
    return after;
  });
  message.n = next.messages;
  if (wakes && wasSolved)
    await addEvent(context, ticket, { kind: 'customer', name: '' }, { kind: 'reopened', params: {} });
  return changed;
}

/** Answers go where the customer wrote last. */
function goesOnBy(ticket: TicketDoc, { channel, account }: Origin, elsewhere: boolean): Partial<TicketDoc> {
  const other = elsewhere || spokenBy(channel) !== spokenBy(ticket.channel);
  return other || ticket.replyVia ? { replyVia: other ? { channel, account } : null } : {};
}

function storeFiles(
  context: Context,
  origin: Origin,
  owner: Types.ObjectId,
  inbound: InboundMessage,
): Promise<MessageAttachment[]> {
  return Promise.all(
    inbound.attachments.map((file, i) => storeAttachment(context, String(owner), file, `${String(origin._id)}/${i}`)),
  );
}

function messageDocument(
  context: Context,
  origin: Origin,
  inbound: InboundMessage,
  of: { ticket: TicketDoc; owner: Types.ObjectId; attachments: MessageAttachment[] },
): MessageDoc {
  return {
    _id: new Types.ObjectId(),
    v: 1,
    ticket: of.ticket._id,
    customer: of.owner,
    ...(of.owner.equals(of.ticket.customer) ? {} : { guest: true }),
    n: 1,
    direction: 'in',
    author: { kind: 'customer' },
    at: inbound.history?.at ?? context.clock.now(),
    intake: String(origin._id),
    automatic: inbound.automatic,
    ...(inbound.externalId ? externalFields(context, inbound.externalId.slice(0, 1000)) : {}),
    ...(inbound.part ? { clientId: partName(context, inbound.part) } : {}),
    ...(inbound.group ? { group: inbound.group } : {}),
    ...(inbound.otherSender ? { otherSender: true } : {}),
    ...(inbound.encrypted ? { encrypted: inbound.encrypted } : {}),
    ...(inbound.missing ? { missing: true } : {}),
    text: inbound.text,
    ...(inbound.folds?.length ? { folds: inbound.folds } : {}),
    ...(inbound.html ? { html: inbound.htmlIsSafe ? inbound.html : sanitize(inbound.html) } : {}),
    authorName: inbound.from.name ?? '',
    from: inbound.from.value,
    ...(inbound.cc?.length ? { cc: inbound.cc } : {}),
    ...(inbound.subject ? { subject: inbound.subject.slice(0, 1000) } : {}),
    ...filesOf(of.attachments),
  };
}
