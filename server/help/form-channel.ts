import type { Channel, ChannelState, RawItem } from '../channels/channel.ts';
import type { Clock } from '../context.ts';
import { readConsents } from '../customers/consent.ts';
import {
  LANGUAGES,
  type InboundAttachment,
  type InboundIdentity,
  type InboundMessage,
  type Interpretation,
  type Language,
  type TicketType,
} from '../tickets/envelopes.ts';
import { readItem } from './item.ts';

const TYPES: readonly string[] = ['complaint', 'return', 'inquiry'] satisfies TicketType[];

/**
 * Requests of the form and replies of the customer's own page (`form`), and requests of programs (`api`), all JSON in the
 * ledger, with their files behind it. Nothing is sent this way: answers
 * to them go by e-mail, and the core makes their deliveries so.
 */
export function createRequestChannel(name: 'form' | 'api', context: { clock: Clock }): Channel {
  const since = context.clock.now();
  let lastIn: Date | undefined;
  return {
    name,
    idempotentSend: true,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    interpret(item) {
      lastIn = item.receivedAt;
      return interpretRequest(item);
    },
    send: () => Promise.reject(new Error('Answers to requests go by e-mail.')),
    cannotSend: () => undefined,
    states: (): ChannelState[] => [{ account: 'env', state: 'up', since, ...(lastIn ? { lastIn } : {}) }],
  };
}

/**
 * `{ type, subject, text, email, name?, locale?, fields? }` from the form, `{ type, subject, text, customer }` from
 * `POST /api/v1/tickets`. The address is stated, and proved where the door says so (`meta.proved`). `{ text, locale }` from the customer's own page, whose link
 * was checked at the door.
 */
export function interpretRequest(item: RawItem): Interpretation {
  let read: ReturnType<typeof readItem>;
  try {
    read = readItem(item.raw);
  } catch {
    return { outcome: 'quarantine', reason: 'not JSON' };
  }
  const given = asRecord(read.words);
  const own = asRecord(item.meta['own']);
  if (textOf(own.thread)) return { outcome: 'message', message: reply(item, given, own, read.attachments) };
  const type = textOf(given.type);
  const text = textOf(given.text);
  if (!TYPES.includes(type) || text === '') return { outcome: 'quarantine', reason: 'no type or no text' };
  return { outcome: 'message', message: request(item, given, { type: type as TicketType, text }, read.attachments) };
}

function request(
  item: RawItem,
  given: Record<string, unknown>,
  { type, text }: { type: TicketType; text: string },
  attachments: InboundAttachment[],
): InboundMessage {
  const fields = Object.entries(asRecord(given.fields)).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string' && entry[1] !== '';
  });
  const consents = readConsents(given.consents ?? asRecord(given.customer).consents);
  return {
    ...common(item, given, attachments),
    threadKeys: [],
    from: sender(item, given),
    subject: textOf(given.subject),
    text,
    type,
    ...(consents.length > 0 ? { consents } : {}),
    ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
    ...boughtOf(given),
  };
}

function reply(
  item: RawItem,
  given: Record<string, unknown>,
  own: Record<string, unknown>,
  attachments: InboundAttachment[],
): InboundMessage {
  return {
    ...common(item, given, attachments),
    threadKeys: [`t:${textOf(own.thread)}`],
    from: { kind: 'email', value: textOf(own.email), verified: own.proved === true },
    text: textOf(given.text),
  };
}

function common(
  { account, receivedAt }: RawItem,
  given: Record<string, unknown>,
  attachments: InboundAttachment[],
): Pick<InboundMessage, 'account' | 'kind' | 'sentAt' | 'attachments' | 'automatic' | 'language'> {
  const locale = textOf(given.locale);
  return {
    account,
    kind: 'message',
    sentAt: receivedAt,
    attachments,
    automatic: false,
    ...(LANGUAGES.includes(locale as Language) ? { language: locale as Language } : {}),
  };
}

/** What was picked, as our own form has written it. */
function boughtOf(given: Record<string, unknown>): Pick<InboundMessage, 'bought'> {
  const bought = asRecord(given.bought);
  const items = (Array.isArray(bought.items) ? bought.items : []).map(asRecord).flatMap(({ sku, quantity }) => {
    return textOf(sku) && Number.isInteger(quantity) ? [{ sku: textOf(sku), quantity: quantity as number }] : [];
  });
  return textOf(bought.order) && items.length > 0 ? { bought: { order: textOf(bought.order), items } } : {};
}

/** Without an address the request is a customer of its own: nothing else says who it is. */
function sender(item: RawItem, given: Record<string, unknown>): InboundIdentity {
  const customer = asRecord(given.customer);
  const email = textOf(given.email) || textOf(customer.email);
  const name = textOf(given.name) || textOf(customer.name);
  const who = name ? { name } : {};
  const proved = textOf(item.meta['proved']).toLowerCase();
  if (email) return { kind: 'email', value: email, verified: email.toLowerCase() === proved, ...who };
  return { kind: 'webchat', value: `request-${item.id}`, verified: false, ...who };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function asRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
