import type { Vault } from '../../vault/vault.ts';
import type { InboundIdentity, InboundMessage, Interpretation } from '../../tickets/envelopes.ts';
import type { RawItem } from '../channel.ts';
import type { BounceVerdict } from './bounce.ts';
import { isUnread } from '../unread.ts';
import { ParseLimit } from './parse-limit.ts';
import type { Parser } from './parse.ts';
import type { ParsedMail, Peer, Person } from './parsed.ts';
import { screen } from './screen.ts';
import { signedThreads } from './signatures.ts';
import { spamOf } from './spam.ts';
import { isAddressee, isOwnAddress, readMessageId, readReplyAddress, type Token } from './token.ts';

/** What the interpretation of a mail depends on besides its bytes. */
export interface Desk {
  vault: Vault;
  /** The account's own address, in lower case. */
  address: string;
  /** The addresses of all accounts. */
  own?: () => readonly string[];
  /** Servers whose Authentication-Results are believed, in lower case. */
  trusted?: readonly string[];
  /** True while the assistant answers new mail. */
  assisted?: () => boolean;
}

/** What the doors write beside the bytes. */
export interface MailMeta {
  /** Envelope recipients (SMTP door). */
  recipients?: string[];
  /** Envelope sender (SMTP door); empty for bounces. */
  returnPath?: string;
  /** The server that brought it (SMTP door). */
  peer?: Peer;
  uid?: number;
  uidvalidity?: string;
  /** Taken over from before the first connection; `at`: when it came (ISO 8601). */
  history?: { as: 'solved' | 'open'; at: string };
  /** The mail server lists it and does not give it: there are no bytes. */
  undelivered?: boolean;
}

/** The header that marks our own mail, so that it is known when it comes back with another Message-ID. */
export const loopMark = ({ vault }: Desk): string => vault.sign('email loop', 'ours', 16);

/** True for the addresses of this installation, plus-addresses included. */
const isOurs = ({ address, own }: Desk, other: string): boolean =>
  [address, ...(own?.() ?? [])].some((one) => isOwnAddress(one, other));

/** What a raw mail is: a message, a bounce, or nothing for a ticket. Pure: the same bytes give the same again. */
export async function interpretMail(desk: Desk, parser: Parser, item: RawItem): Promise<Interpretation> {
  const meta = item.meta as MailMeta;
  let mail: ParsedMail;
  if (meta.undelivered) return { outcome: 'quarantine', reason: `the mail server does not give it (UID ${meta.uid})` };
  try {
    mail = await parser.parse(item.raw, { peer: meta.peer, sender: meta.returnPath, trusted: desk.trusted });
  } catch (error) {
    if (error instanceof ParseLimit) return { outcome: 'quarantine', reason: error.message };
    throw error;
  }
  const tokens = tokensOf(desk, mail, meta);
  const returnPath = meta.returnPath ?? mail.headers['return-path']?.[0]?.replace(/[<>\s]/g, '');
  const verdict = screen({
    mail,
    isOwn: (address) => isOurs(desk, address),
    isMinted: (id) => !id.includes('.anchor.') && readMessageId(desk.vault, id) !== undefined,
    loopMark: loopMark(desk),
    threaded: tokens.length > 0,
    returnPath,
  });
  const from = senderOf(desk, mail, returnPath);
  if (verdict?.outcome === 'ignore') return { ...verdict, ...(from ? { from } : {}) };
  if (verdict?.outcome === 'bounce') return { ...verdict, ...threadOf(desk, mail, verdict) };
  if (!from) return { outcome: 'quarantine', reason: 'no sender' };
  const message = toMessage(desk, item, mail, from, tokens);
  const spam = tokens.length === 0 ? spamOf(mail) : undefined;
  return {
    outcome: 'message',
    message: {
      ...message,
      ...(spam ? { spam } : {}),
      ...(desk.assisted?.() && !spam && !verdict && mayHold(message) ? { handler: 'assistant' as const } : {}),
      automatic: verdict !== undefined,
    },
  };
}

/** What a person wrote and the assistant can read, to begin something. */
const mayHold = ({ threadKeys, history, encrypted, from }: Omit<InboundMessage, 'automatic'>): boolean =>
  threadKeys.length === 0 && !history && !encrypted && !isUnread(from.value);

/** The thread of a bounce that does not name our mail: relays that replace our Message-ID leave the anchor. */
function threadOf({ vault }: Desk, { returned }: ParsedMail, { target }: BounceVerdict): { thread?: string } {
  const token = target ? undefined : returned.map((id) => readMessageId(vault, id)).find((one) => one !== undefined);
  return token ? { thread: `t:${token.thread}` } : {};
}

/** Valid tokens: what it answers first, then the thread upwards, then the addresses it was sent to. */
function tokensOf(desk: Desk, mail: ParsedMail, meta: MailMeta): Token[] {
  const ids = [...mail.inReplyTo.slice(0, 20), ...mail.references.toReversed()];
  const addresses = [...(meta.recipients ?? []), ...[...mail.to, ...mail.cc].map((person) => person.address)];
  return [
    ...ids.map((id) => readMessageId(desk.vault, id)),
    ...addresses.slice(0, 200).map((address) => readReplyAddress(desk.vault, desk.address, address)),
  ].filter((token) => token !== undefined);
}

/**
 * Who gets the answer is who wrote (RFC 5322, 3.6.2): Reply-To where there is one, since contact forms and shops write
 * from an address that nobody reads. Never ourselves.
 */
function senderOf(desk: Desk, mail: ParsedMail, returnPath: string | undefined): InboundIdentity | undefined {
  const others = ({ address }: Person) => !isOurs(desk, address);
  const [replyTo, ...moreReplyTo] = mail.replyTo.filter(others);
  const [from] = mail.from.filter(others);
  const fallback = returnPath?.includes('@') ? { address: returnPath, name: '' } : undefined;
  const person = (moreReplyTo.length === 0 ? replyTo : undefined) ?? from ?? replyTo ?? fallback;
  if (!person) return undefined;
  const name = person.name || (person === replyTo ? (from?.name ?? '') : '');
  return { kind: 'email', value: person.address, verified: isProved(mail, person), ...(name ? { name } : {}) };
}

/** The domain that vouches for the mail is that of From (DMARC): another address, in Reply-To say, is not proved. */
const isProved = ({ authenticity, from, repeated }: ParsedMail, person: Person): boolean =>
  authenticity?.dmarc === 'pass' &&
  from.length === 1 &&
  from[0]?.address === person.address &&
  !repeated.includes('from');

function toMessage(
  desk: Desk,
  item: RawItem,
  mail: ParsedMail,
  from: InboundIdentity,
  tokens: Token[],
): Omit<InboundMessage, 'automatic'> {
  const sender = from.value.toLowerCase();
  const others = [...mail.to, ...mail.cc].map(({ address }) => address.toLowerCase());
  const cc = [...new Set(others)].filter((address) => address !== sender && !isOurs(desk, address));
  const stranger = tokens.length > 0 && !tokens.some((token) => isAddressee(desk.vault, token, sender));
  return {
    account: item.account,
    kind: 'message',
    threadKeys: [...new Set(tokens.map(({ thread }) => `t:${thread}`))],
    from,
    text: mail.text,
    ...(mail.folds.length > 0 ? { folds: mail.folds } : {}),
    attachments: mail.files,
    ...(cc.length > 0 ? { cc: cc.slice(0, 100) } : {}),
    ...(mail.date === undefined ? {} : { sentAt: new Date(mail.date) }),
    ...(mail.subject ? { subject: mail.subject.slice(0, 1000) } : {}),
    ...(mail.html ? { html: mail.html, htmlIsSafe: true } : {}),
    ...(mail.messageId ? { externalId: mail.messageId } : {}),
    ...(stranger ? { otherSender: true } : {}),
    ...(mail.encrypted ? { encrypted: mail.encrypted } : {}),
    ...(from.verified ? signedThreads(desk.vault, mail) : {}),
    ...historyOf(item.meta as MailMeta),
  };
}

const historyOf = ({ history }: MailMeta): Pick<InboundMessage, 'history'> =>
  history ? { history: { as: history.as, at: new Date(history.at) } } : {};
