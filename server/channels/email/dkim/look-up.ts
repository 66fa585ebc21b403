import system from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { Found } from './schema.ts';

const QUERY_MS = 2_000;
const ALL_MS = 4_000;

/** Asks the name servers of this machine for a key record (RFC 6376, 3.6.2); answers within four seconds. */
export async function lookUp(name: string, publicKey: string): Promise<Found> {
  const resolver = new Resolver({ timeout: QUERY_MS, tries: 2 });
  resolver.setServers(system.getServers());
  const late = setTimeout(() => resolver.cancel(), ALL_MS);
  try {
    const records = await resolver.resolveTxt(name);
    // More than one is as good as none: nobody knows which counts.
    const [only, ...more] = records.map((parts) => parts.join('')).filter((text) => /(?:^|;)\s*p\s*=/.test(text));
    if (only === undefined) return 'missing';
    return more.length === 0 && keyIn(only) === publicKey ? 'right' : 'different';
  } catch (error) {
    const { code } = error as { code?: string };
    return code === 'ENOTFOUND' || code === 'ENODATA' ? 'missing' : 'silent';
  } finally {
    clearTimeout(late);
  }
}

/** The key of a record, however it was wrapped. */
const keyIn = (text: string): string => (/(?:^|;)\s*p\s*=([^;]*)/.exec(text)?.[1] ?? '').replace(/\s+/g, '');
