import { isIPv6 } from 'node:net';
import { isPublic } from '../../http/addresses.ts';
import { refusal } from './smtp-data.ts';

/** What one client may do at the SMTP door. */
export interface ClientLimits {
  /** Connections at the same time. */
  connections: number;
  mailsPerMinute: number;
  /** Recipients that are not there, a minute: whoever tries names is not told any more which exist. */
  strangersPerMinute: number;
  /** Clients that have no limits: servers of our own, which bring everybody's mail. */
  trusts: (ip: string) => boolean;
}

const LIMITS: ClientLimits = {
  connections: 20,
  mailsPerMinute: 120,
  strangersPerMinute: 20,
  trusts: (ip) => !isPublic(ip.replace(/^::ffff:/i, '')),
};
const MINUTE_MS = 60_000;
const MOST_CLIENTS = 10_000;

/** Counts what clients do. Each call answers with the refusal, if there is one. */
export interface Clients {
  connect(ip: string, session: string): Error | undefined;
  close(ip: string, session: string): void;
  mail(ip: string): Error | undefined;
  /** Before a recipient is looked at. */
  recipient(ip: string): Error | undefined;
  /** After one that is not there. */
  stranger(ip: string): void;
}

interface Counts {
  sessions: Set<string>;
  /** The minute that the numbers are of. */
  minute: number;
  mails: number;
  strangers: number;
}

/** Caps on connections and rate per client (an IPv4 address, or an IPv6 network of 64 bits). */
export function createClients(changes: Partial<ClientLimits> = {}): Clients {
  const limits = { ...LIMITS, ...changes };
  const known = new Map<string, Counts>();

  function countsOf(ip: string): Counts | undefined {
    if (limits.trusts(ip)) return undefined;
    const minute = Math.floor(performance.now() / MINUTE_MS);
    const client = networkOf(ip);
    const counts = known.get(client) ?? { sessions: new Set(), minute, mails: 0, strangers: 0 };
    if (counts.minute !== minute) Object.assign(counts, { minute, mails: 0, strangers: 0 });
    if (known.size >= MOST_CLIENTS) forgetIdle(known, minute);
    known.set(client, counts);
    return counts;
  }
  return {
    connect(ip, session) {
      const counts = countsOf(ip);
      if (counts && counts.sessions.size >= limits.connections)
        return refusal(421, '4.7.0 too many connections from your network, try again later');
      counts?.sessions.add(session);
      return undefined;
    },
    close: (ip, session) => void known.get(networkOf(ip))?.sessions.delete(session),
    mail(ip) {
      const counts = countsOf(ip);
      if (!counts || counts.mails++ < limits.mailsPerMinute) return undefined;
      return refusal(450, '4.7.1 too many mails from your network, try again in a minute');
    },
    recipient(ip) {
      const strangers = countsOf(ip)?.strangers ?? 0;
      if (strangers < limits.strangersPerMinute) return undefined;
      return refusal(450, '4.7.1 too many unknown recipients, try again in a minute');
    },
    stranger(ip) {
      const counts = countsOf(ip);
      if (counts) counts.strangers++;
    },
  };
}

/** Whoever has an IPv6 address has at least 2^64 of them (RFC 6177). */
function networkOf(ip: string): string {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('::');
  const [left, right] = [head.split(':').filter(Boolean), (tail ?? '').split(':').filter(Boolean)];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(gap).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}

function forgetIdle(known: Map<string, Counts>, minute: number): void {
  for (const [client, { sessions, minute: last }] of known)
    if (sessions.size === 0 && last !== minute) known.delete(client);
}
