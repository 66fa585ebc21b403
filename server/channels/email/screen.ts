import { deliveryReport, plainBounce, type BounceVerdict } from './bounce.ts';
import type { ParsedMail } from './parsed.ts';

/** What the checks look at. */
export interface Screened {
  mail: ParsedMail;
  /** The desk's own address. */
  isOwn(address: string): boolean;
  /** True for a message id that we minted (its MAC holds). */
  isMinted(id: string): boolean;
  /** The value of our own loop header, compared with what came. */
  loopMark: string;
  /** True when the mail carries a valid thread token. */
  threaded: boolean;
  /** Envelope sender: from the SMTP door, or the Return-Path that the last server wrote; undefined: not known. */
  returnPath: string | undefined;
}

export type Verdict =
  /** `target`: our own id of the mail that it repeats or quotes. */
  { outcome: 'ignore'; reason: string; target?: string } | BounceVerdict | { outcome: 'automatic' };

type Check = (screened: Screened) => Verdict | undefined;

/** In this order; the first that says something decides. */
const CHECKS: readonly Check[] = [ownLoop, deliveryReport, otherReport, plainBounce, autoReply, mailingList, automatic];

/** What a mail is besides a message from a person (RFC 3834, RFC 3464, RFC 2919), or undefined. Pure. */
export function screen(screened: Screened): Verdict | undefined {
  for (const check of CHECKS) {
    const verdict = check(screened);
    if (verdict) return verdict;
  }
  return undefined;
}

/** Our own mail came back: by our Message-ID, by our header, or by our address without anybody else to answer to. */
function ownLoop({ mail, isOwn, isMinted, loopMark }: Screened): Verdict | undefined {
  if (mail.messageId && isMinted(mail.messageId)) return ignore('our own mail', mail.messageId);
  if (values(mail, 'x-ombud-loop').includes(loopMark)) return ignore('our own mail');
  const senders = [...mail.replyTo, ...mail.from];
  if (senders.length > 0 && senders.every(({ address }) => isOwn(address))) return ignore('sent from our own address');
  return undefined;
}

/** Read receipts (RFC 8098) and feedback reports (RFC 5965). */
function otherReport({ mail }: Screened): Verdict | undefined {
  const [type = ''] = values(mail, 'content-type');
  const kind = /^multipart\/report\b.*report-type\s*=\s*"?([\w-]{1,60})/is.exec(type)?.[1]?.toLowerCase();
  if (kind === 'disposition-notification') return ignore('read receipt');
  if (kind === 'feedback-report') return ignore('feedback report');
  return undefined;
}

/** Answers of robots (RFC 3834): seen on the ticket that they answer, otherwise no ticket of a customer. */
function autoReply({ mail, threaded, returnPath }: Screened): Verdict | undefined {
  const replied =
    values(mail, 'auto-submitted').some((value) => /^auto-replied\b/i.test(value)) ||
    values(mail, 'precedence').some((value) => /^auto_reply$/i.test(value)) ||
    values(mail, 'x-autoreply').some((value) => !/^no$/i.test(value)) ||
    values(mail, 'x-autorespond').length > 0 ||
    returnPath === '';
  if (!replied) return undefined;
  return threaded ? { outcome: 'automatic' } : ignore('automatic reply');
}

/** Lists open no ticket, unless the list is the desk's own address: a group that forwards to us is how many receive. */
function mailingList({ mail, isOwn, threaded }: Screened): Verdict | undefined {
  const ids = values(mail, 'list-id');
  const isList = ids.length > 0 || values(mail, 'precedence').some((value) => /^list$/i.test(value));
  if (!isList) return undefined;
  const posts = values(mail, 'list-post').flatMap((value) => [...value.matchAll(/mailto:([^\s<>?,]{1,320})/gi)]);
  // List-Id writes the address with a dot for the @ (RFC 2919).
  const idAddresses = ids.flatMap(
    (value) => /<([^<>.\s]{1,64})\.([^<>\s]{1,255})>/.exec(value)?.slice(1, 3).join('@') ?? [],
  );
  const own = [...posts.map((match) => match[1] ?? ''), ...idAddresses].some(isOwn);
  if (own) return undefined;
  return threaded ? { outcome: 'automatic' } : ignore('mailing list');
}

/** Written by a machine: a ticket, but never an automatic answer. */
function automatic({ mail }: Screened): Verdict | undefined {
  const machine =
    values(mail, 'auto-submitted').some((value) => !/^no\b/i.test(value)) ||
    values(mail, 'precedence').some((value) => /^(?:bulk|junk)$/i.test(value)) ||
    values(mail, 'list-unsubscribe').length > 0 ||
    values(mail, 'x-auto-response-suppress').some((value) => /\b(?:all|oof|autoreply)\b/i.test(value));
  return machine ? { outcome: 'automatic' } : undefined;
}

const values = (mail: ParsedMail, name: string): string[] => mail.headers[name] ?? [];
const ignore = (reason: string, target?: string): Verdict => ({
  outcome: 'ignore',
  reason,
  ...(target ? { target } : {}),
});
