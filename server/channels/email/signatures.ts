import type { InboundMessage } from '../../tickets/envelopes.ts';
import type { Vault } from '../../vault/vault.ts';
import type { ParsedMail } from './parsed.ts';
import { readMessageId } from './token.ts';

/**
 * The threads that a proved sender's own domain has signed: who wrote, which mail this is, and what it answers. Nobody
 * else has put these together.
 */
export function signedThreads(vault: Vault, mail: ParsedMail): Pick<InboundMessage, 'signedThreads'> {
  const { signed = [] } = mail.authenticity ?? {};
  const covers = (...names: string[]) => names.every((name) => signed.includes(name) && !mail.repeated.includes(name));
  if (!mail.messageId || !covers('from', 'message-id')) return {};
  const answered = covers('in-reply-to') ? mail.inReplyTo.slice(0, 20) : [];
  const ids = [...answered, ...(covers('references') ? mail.references.toReversed() : [])];
  const tokens = ids.map((id) => readMessageId(vault, id)).filter((token) => token !== undefined);
  return tokens.length > 0 ? { signedThreads: [...new Set(tokens.map(({ thread }) => `t:${thread}`))] } : {};
}

/**
 * Names of the headers, in lower case, that the DKIM signatures of these domains cover (RFC 6376, 3.5): those that each
 * of them does, since the text alone does not tell which one holds. Empty where there is none, or one that leaves room to
 * add to the body (`l=`).
 * @param lines values of the DKIM-Signature headers
 * @param domains those of which a signature was found to hold
 */
export function coveredBy(lines: readonly string[], domains: readonly string[]): string[] {
  const wanted = new Set(domains.map((domain) => domain.toLowerCase()));
  const sets = lines
    .slice(0, 20)
    .map(tagsOf)
    .filter((tags) => wanted.has(tags.get('d')?.toLowerCase() ?? ''))
    .map((tags) => (tags.has('l') ? [] : (tags.get('h') ?? '').toLowerCase().split(':')));
  const [first = [], ...others] = sets;
  return first.filter((name) => name !== '' && others.every((names) => names.includes(name)));
}

/** Domains of From's side whose signature a trusted server found to hold (Authentication-Results, RFC 8601). */
export function signersIn(results: string, from: string): string[] {
  return results
    .split(';')
    .filter((result) => /^\s*dkim\s*=\s*pass\b/i.test(result))
    .flatMap((result) => /\bheader\.(?:d\s*=\s*|i\s*=\s*[^\s@]*@)([\w.-]{1,253})/i.exec(result)?.[1] ?? [])
    .filter((domain) => isAligned(domain.toLowerCase(), from.toLowerCase()));
}

/** The signing domain is that of From, or one above it. */
const isAligned = (domain: string, from: string): boolean =>
  domain.includes('.') && (from === domain || from.endsWith(`.${domain}`));

/** A list of tags (RFC 6376, 3.2), the folding taken out. */
function tagsOf(value: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of value.replace(/\s+/g, '').split(';')) {
    const at = tag.indexOf('=');
    if (at > 0) tags.set(tag.slice(0, at), tag.slice(at + 1));
  }
  return tags;
}
