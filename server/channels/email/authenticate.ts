import { Resolver } from 'node:dns/promises';
import type { Authenticity, Peer } from './parsed.ts';
import { coveredBy, signersIn } from './signatures.ts';

const QUERY_MS = 2_000;
const ALL_MS = 4_000;
const KEPT_MS = 10 * 60_000;
const FAILED_MS = 60_000;
const MOST_KEPT = 5_000;

/**
 * Whether a mail comes from the domain that its From names (DMARC, RFC 7489), by its DKIM signatures and, where the
 * sending server is known, by SPF. Undefined when there is nothing to go by: no signature, no foreign server, or no
 * answer of the DNS in time. Runs in the parser's worker, after the mail is in the ledger.
 */
export async function authenticateMail(
  raw: Buffer,
  { peer, sender, dns }: { peer?: Peer | undefined; sender?: string | undefined; dns?: string[] | undefined },
): Promise<Authenticity | undefined> {
  const foreign = peer && !isPrivate(peer.ip) ? peer : undefined;
  const signed = /^dkim-signature:/im.test(
    raw
      .subarray(0, 64 * 1024)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? '',
  );
  if (!foreign && !signed) return undefined;
  const { authenticate } = await import('mailauth');
  const work = authenticate(raw, {
    resolver: resolverOf(dns),
    disableArc: true,
    disableBimi: true,
    mta: 'desk',
    ...(foreign ? { ip: foreign.ip, helo: foreign.helo } : {}),
    ...(sender ? { sender } : {}),
  });
  const result = await inTime(
    work.catch(() => undefined),
    ALL_MS,
  );
  const dmarc = result && result.dmarc ? result.dmarc : undefined;
  if (dmarc?.status.result === 'pass')
    return { dmarc: 'pass', policy: policyOf(dmarc.policy), ...signedIn(result?.dkim?.results ?? []) };
  if (dmarc?.status.result === 'fail') return { dmarc: 'fail', policy: policyOf(dmarc.policy) };
  return undefined;
}

/** A signature of From's own domain that holds, over the whole body. */
function signedIn(found: readonly Verified[]): { signed?: string[] } {
  const holds = ({ status }: Verified) => status.result === 'pass' && status.aligned && !status.underSized;
  const keys = found.find(holds)?.signingHeaders?.keys;
  return keys ? { signed: keys.toLowerCase().split(/\s*:\s*/) } : {};
}

/** Of mailauth's, what is asked for here. */
interface Verified {
  status: { result: string; aligned?: unknown; underSized?: unknown };
  signingHeaders?: { keys: string };
}

const policyOf = (policy: string | undefined): Authenticity['policy'] =>
  policy === 'reject' || policy === 'quarantine' ? policy : 'none';

const inTime = async <T>(work: Promise<T>, ms: number): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
};

interface Kept {
  until: number;
  answer: Promise<string[][] | string[]>;
}
const kept = new Map<string, Kept>();
/** While the DNS does not answer, it is not asked: mails must not queue up behind it. */
let silentUntil = 0;

/** Asks each question once in a while; answers and failures are kept. */
function resolverOf(servers: string[] | undefined): (domain: string, type: string) => Promise<string[][] | string[]> {
  const resolver = new Resolver({ timeout: QUERY_MS, tries: 1 });
  if (servers) resolver.setServers(servers);
  return (domain, type) => {
    const key = `${servers?.join() ?? ''} ${type} ${domain}`;
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.answer;
    if (silentUntil > Date.now()) return Promise.reject(Object.assign(new Error('no DNS'), { code: 'ETIMEOUT' }));
    const answer = resolver.resolve(domain, type) as Promise<string[][] | string[]>;
    if (kept.size >= MOST_KEPT) kept.clear();
    const entry: Kept = { until: Date.now() + KEPT_MS, answer };
    kept.set(key, entry);
    answer.catch((error: { code?: string }) => {
      entry.until = Date.now() + FAILED_MS;
      if (['ETIMEOUT', 'ECONNREFUSED', 'EREFUSED', 'ECANCELLED'].includes(error.code ?? '')) {
        kept.delete(key);
        silentUntil = Date.now() + FAILED_MS;
      }
    });
    return answer;
  };
}

/** A server of ours in front of the door, whose address says nothing of the sender (RFC 1918, RFC 4193, loopback). */
function isPrivate(ip: string): boolean {
  const address = ip.replace(/^::ffff:/i, '').toLowerCase();
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd]|fe80:)/.test(address);
}

/**
 * What a server of ours has found already (Authentication-Results, RFC 8601): the topmost header counts, and only when
 * it names a server that is trusted: anybody can write such a header.
 * @param trusted names of servers (authserv-id), in lower case
 * @param from the domain of From; `signatures`: values of the DKIM-Signature headers
 */
export function resultsOf(
  headers: readonly string[],
  trusted: readonly string[],
  { from = '', signatures = [] }: { from?: string; signatures?: readonly string[] } = {},
): Authenticity | undefined {
  const [id = '', ...rest] = (headers[0] ?? '').split(';');
  const name = id.trim().split(/\s/)[0]?.toLowerCase() ?? '';
  if (name === '' || !trusted.includes(name)) return undefined;
  const results = ` ${rest.join('; ').slice(0, 5_000)}`;
  const found = /(?:^|\s)dmarc\s*=\s*(pass|fail)\b([^;]{0,300})/i.exec(results);
  if (!found) return undefined;
  const policy = /\bp\s*=\s*(none|quarantine|reject)\b/i.exec(found[2] ?? '')?.[1]?.toLowerCase();
  if (found[1]?.toLowerCase() !== 'pass') return { dmarc: 'fail', policy: policyOf(policy) };
  const signed = coveredBy(signatures, signersIn(results, from));
  return { dmarc: 'pass', policy: policyOf(policy), ...(signed.length > 0 ? { signed } : {}) };
}
