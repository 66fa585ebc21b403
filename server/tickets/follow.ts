import type { Context } from '../context.ts';
import { identityHash } from '../customers/identity.ts';
import { personOf, type Person } from '../customers/person.ts';
import type { Language } from './envelopes.ts';
import { survivorOf } from './merge/survivor.ts';
import type { TicketDoc } from './model.ts';
import { firstMatch } from './receive.ts';

/** How long a link holds. */
const DAYS = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** 128 bits (RELIABILITY: tokens that let somebody in). */
const MAC_BYTES = 16;
const SCOPE = 'follow ticket';
const TOKEN = /^([\w-]{22})\.([\w-]{1,64})\.([\w-]{16})\.([0-9a-z]{1,9})([mp])$/;

/** Who holds a link to a ticket. */
export interface Followed {
  /** The ticket that goes on for the one that the link was made for. */
  ticket: TicketDoc;
  /** The address that the link is bound to. */
  address: string;
  person: Person;
  /** True: it came to their mailbox, or after a code that did. False: it was shown to whoever stated the address. */
  proved: boolean;
}

/**
 * The secret part of the address of the customer's own page: bound to the ticket and to an address of its customer,
 * for 30 days, signed. `proved`: it goes to that address, or to who has proved it. It ends in a letter, since mail
 * programs leave other signs out of links.
 */
export function followToken(
  context: Pick<Context, 'vault' | 'clock'>,
  { thread }: Pick<TicketDoc, 'thread'>,
  address: string,
  proved: boolean,
): string {
  const until = Math.ceil((context.clock.now().getTime() + DAYS * DAY_MS) / MINUTE_MS).toString(36);
  const body = `${thread}.${markOf(context, address)}.${until}${proved ? 'm' : 'p'}`;
  return `${context.vault.sign(SCOPE, body, MAC_BYTES)}.${body}`;
}

/** Stands for the secret part of a link until the mail leaves: agents, who read the thread, do not get it. */
export const HIDDEN = '…';

/** The address of the page in a text of ours, its secret part left out (channels/follow.ts puts it in). */
export const hiddenLink = (publicUrl: string, locale: Language): string => publicUrl + followPath(locale, HIDDEN);

/** Words of ours without the paragraph that holds such a link: on the page itself nobody needs it. */
export const withoutLink = (text: string): string =>
  text
    .split('\n\n')
    .filter((paragraph) => !paragraph.includes(`/requests/${HIDDEN}`))
    .join('\n\n');

/** Where the page stands on the help site. */
export const followPath = (locale: Language, token: string): string => `/help/${locale}/requests/${token}`;

/** Whether we have signed this: it says nothing of whether it still holds. */
export function isFollowToken({ vault }: Pick<Context, 'vault'>, token: string): boolean {
  const [, mac = ''] = TOKEN.exec(token) ?? [];
  return vault.verify(SCOPE, token.slice(mac.length + 1), mac, MAC_BYTES);
}

/**
 * The ticket behind a link; undefined when the link is not ours, has expired, or its customer does not have that address
 * any more (erased, taken apart, proved by somebody else). What was merged into another ticket is followed there only by
 * who has the address for certain, and where it is the same person's. Whether it is ours or not, the store is asked, so
 * that the time tells nothing.
 */
export async function followed(context: Context, token: string): Promise<Followed | undefined> {
  const [, , thread = '', mark = '', until = '', kind = ''] = TOKEN.exec(token) ?? [];
  const found = await firstMatch(context, [context.vault.hash('thread', `t:${thread}`)]);
  const holds = parseInt(until, 36) * MINUTE_MS > context.clock.now().getTime();
  if (!isFollowToken(context, token) || !holds || !found || found.erased) return undefined;
  const proved = kind === 'm';
  if (found.merged && !proved) return undefined;
  const ticket = await survivorOf(context, found);
  const person = await personOf(context, String(ticket.customer)).catch(() => undefined);
  const address = person && addressMarked(context, person, mark);
  return person && address ? { ticket, address, person, proved } : undefined;
}

function addressMarked(context: Context, { records }: Person, mark: string): string | undefined {
  const known = records.flatMap(({ identities, values }) =>
    identities.filter(({ kind }) => kind === 'email').map(({ hash }) => values?.[hash] ?? ''),
  );
  return known.find((address) => address !== '' && markOf(context, address) === mark);
}

const markOf = (context: Pick<Context, 'vault'>, address: string): string =>
  context.vault.hash(SCOPE, identityHash(context, { kind: 'email', value: address })).slice(0, 16);
