/** Why a message did not arrive, in a word that the inbox says in its reader's language. */
export type FailureCause =
  | 'address'
  | 'disabled'
  | 'domain'
  | 'full'
  | 'size'
  | 'spam'
  | 'unauthenticated'
  | 'refused'
  | 'loop'
  | 'busy'
  | 'unreachable'
  | 'blocked'
  | 'gone'
  | 'access'
  | 'cut';
export const CAUSES: readonly FailureCause[] = [
  ...(['address', 'disabled', 'domain', 'full', 'size', 'spam', 'unauthenticated', 'refused', 'loop'] as const),
  ...(['busy', 'unreachable', 'blocked', 'gone', 'access', 'cut'] as const),
];

/** Subject and detail of an enhanced status code (RFC 3463, RFC 7372, RFC 7505), the first that fits. */
const BY_STATUS: readonly [RegExp, FailureCause][] = [
  [/^5\.1\.10$|^[45]\.1\.2$|^[45]\.4\.4$|^5\.4\.310$/, 'domain'],
  [/^[45]\.1\.[013469]$|^[45]\.1\.1$/, 'address'],
  [/^[45]\.2\.1$/, 'disabled'],
  [/^[45]\.2\.2$/, 'full'],
  [/^[45]\.2\.3$|^[45]\.3\.4$/, 'size'],
  [/^5\.7\.(?:2[0-9]|515|509)$|^5\.1\.8$/, 'unauthenticated'],
  [/^5\.4\.(?:6|14)$/, 'loop'],
  [/^4\.(?:2\.1|3\.[12]|5\.3|7\.\d{1,3})$/, 'busy'],
  [/^[45]\.4\.\d{1,3}$/, 'unreachable'],
  [/^5\.7\.\d{1,3}$/, 'refused'],
];
const SPAM = /\b(?:spam|junk|blacklist|blocklist|block list|reputation|spamhaus)/i;

/** What a status code, and the words beside it, say; undefined when that is nothing we know. Pure. */
export function causeOf(status: string | undefined, words: string): FailureCause | undefined {
  if (status?.startsWith('5.7.') && SPAM.test(words)) return 'spam';
  return BY_STATUS.find(([expression]) => expression.test(status ?? ''))?.[1];
}

/** The first enhanced status code of a text that tells of a failure. */
export const statusIn = (text: string): string | undefined =>
  /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(text)?.[0];
