import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { addressOfCustomer, chatAddress, lastOfThem, wayBy, type ReplyWay } from './ways.ts';

/** Whom an e-mail goes to. */
export interface Recipients {
  to: string[];
  cc: string[];
  bcc: string[];
}

/** Where an answer goes out, and to whom. */
export interface Route extends Recipients, ReplyWay {
  /** The channel that it takes the place of. */
  instead?: string;
}

const MOST = 100;

/**
 * Where an answer to a ticket goes: by the channel that the writer names, else the usual one (ways.ts). By e-mail
 * everybody whom the writer names, else everybody who was on the customer's last mail; `single` leaves out all but the
 * first of them. `chat` is the customer's address in the usual chat, where it is known. Fails `cannot-send` with the reason, `unprocessable` when nobody is left to send to.
 */
export async function routeOf(
  context: Context,
  ticket: TicketDoc,
  given: Partial<Recipients> & { channel?: string; chat?: string } = {},
  single = false,
): Promise<Route> {
  const way = await wayBy(context, ticket, given.channel, given.to !== undefined);
  const { channel: name, account } = way ?? fail('cannot-send', `This customer cannot be reached by ${given.channel}.`);
  const channel = context.channels.get(name);
  const reason = channel ? channel.cannotSend(account) : `The channel ${name} is not set up.`;
  if (reason) return fail('cannot-send', reason);
  if (name !== 'email') {
    const address = given.chat ?? (await chatAddress(context, ticket, name));
    const to = address ? [address] : fail('cannot-send', `No ${name} address is known.`);
    return { channel: name, account, to, cc: [], bcc: [] };
  }
  const usual = given.to && (given.cc || single) ? undefined : await usualRecipients(context, ticket);
  const wanted = {
    to: given.to ?? usual?.to ?? [],
    cc: given.cc ?? (single ? [] : (usual?.cc ?? [])),
    bcc: given.bcc ?? [],
  };
  const recipients = withoutOwn(context, wanted);
  if (recipients.to.length > 0) return { channel: name, account, ...recipients };
  return given.to
    ? fail('unprocessable', 'An e-mail needs an addressee other than this desk.')
    : fail('cannot-send', `No ${name} address is known.`);
}

/** As whom the account of a route can write for that agent; the first one, whose id is empty, is the account itself. */
export const identitiesOf = (
  context: Context,
  { channel, account }: Pick<Route, 'channel' | 'account'>,
  agent: string,
) => context.channels.get(channel)?.identities?.(account, agent) ?? [];

/** To whom an e-mail of that account goes and as whom it is written, unless its writer says otherwise. */
export async function usualEnvelope(context: Context, ticket: TicketDoc, agent: string, account: string) {
  const identities = identitiesOf(context, { channel: 'email', account }, agent);
  const last = identities.length > 1 ? await lastOfOurs(context, ticket) : undefined;
  const identity = identities.find(({ id }) => id !== '' && id === last?.delivery?.identity)?.id;
  return { ...(await usualRecipients(context, ticket)), identities, ...(identity ? { identity } : {}) };
}

/** What a person of ours has written last. */
const lastOfOurs = (context: Context, { _id }: TicketDoc) =>
  Messages(context)
    .findOne({ ticket: _id, direction: 'out', automatic: false })
    .sort({ n: -1 })
    .select('delivery')
    .lean<Pick<MessageDoc, 'delivery'>>();

/**
 * Everybody who was on the last mail of the customer's side (reply-all). What came from another sender, or by itself,
 * is not followed: nobody gets onto a thread without somebody of it having written to them.
 */
export async function usualRecipients(context: Context, ticket: TicketDoc): Promise<Recipients> {
  const customer = await addressOfCustomer(context, ticket, 'email');
  const [last] = await lastOfThem(context, ticket, 1);
  const sender = last?.from?.includes('@') ? last.from : customer;
  const copies = [...(customer && customer !== sender ? [customer] : []), ...(last?.cc ?? [])];
  return withoutOwn(context, { to: sender ? [sender] : [], cc: copies, bcc: [] });
}

/** Each address once, in the first line that names it, and none of our own: a mail to ourselves would come back. */
function withoutOwn(context: Context, { to, cc, bcc }: Recipients): Recipients {
  const channel = context.channels.get('email');
  const seen = new Set<string>();
  const clean = (addresses: string[]): string[] =>
    addresses.flatMap((given) => {
      const address = given.trim();
      const key = address.toLowerCase();
      if (!key || seen.has(key) || seen.size >= MOST || channel?.isOwn?.(address)) return [];
      seen.add(key);
      return [address];
    });
  return { to: clean(to), cc: clean(cc), bcc: clean(bcc) };
}

/** The keyed hash under which a ticket remembers an address that its replies have gone to. */
export const participantHash = (context: Pick<Context, 'vault'>, address: string): string =>
  context.vault.hash('participant', address.trim().toLowerCase());
