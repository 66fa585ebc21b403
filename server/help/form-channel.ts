import type { Channel, ChannelState, RawItem } from '../channels/channel.ts';
import type { Clock } from '../context.ts';
import { readConsents } from '../customers/consent.ts';
import {
  LANGUAGES,
  type InboundIdentity,
  type InboundMessage,
  type Interpretation,
  type Language,
  type TicketType,
} from '../tickets/envelopes.ts';

const TYPES: readonly string[] = ['complaint', 'return', 'inquiry'] satisfies TicketType[];

/**
 * Requests of the form (`form`) and of programs (`api`), both JSON in the ledger. Nothing is sent this way: answers
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
 * `POST /api/v1/tickets`. The address is stated, not proved.
 */
export function interpretRequest(item: RawItem): Interpretation {
  let value: unknown;
  try {
    value = JSON.parse(item.raw.toString('utf8'));
  } catch {
    return { outcome: 'quarantine', reason: 'not JSON' };
  }
  const given = asRecord(value);
  const type = textOf(given.type);
  const text = textOf(given.text);
  if (!TYPES.includes(type) || text === '') return { outcome: 'quarantine', reason: 'no type or no text' };
  return { outcome: 'message', message: message(item, given, type as TicketType, text) };
}

function message(item: RawItem, given: Record<string, unknown>, type: TicketType, text: string): InboundMessage {
  const locale = textOf(given.locale);
  const fields = Object.entries(asRecord(given.fields)).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string' && entry[1] !== '';
  });
  const consents = readConsents(given.consents ?? asRecord(given.customer).consents);
  return {
    account: item.account,
    kind: 'message',
    threadKeys: [],
    from: sender(item, given),
    sentAt: item.receivedAt,
    subject: textOf(given.subject),
    text,
    attachments: [],
    automatic: false,
    ...(LANGUAGES.includes(locale as Language) ? { language: locale as Language } : {}),
    type,
    ...(consents.length > 0 ? { consents } : {}),
    ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}),
  };
}

/** Without an address the request is a customer of its own: nothing else says who it is. */
function sender(item: RawItem, given: Record<string, unknown>): InboundIdentity {
  const customer = asRecord(given.customer);
  const email = textOf(given.email) || textOf(customer.email);
  const name = textOf(given.name) || textOf(customer.name);
  const who = name ? { name } : {};
  if (email) return { kind: 'email', value: email, verified: false, ...who };
  return { kind: 'webchat', value: `request-${item.id}`, verified: false, ...who };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function asRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
