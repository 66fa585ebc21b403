import { isIP } from 'node:net';
import { pinnedAddress, type Resolve } from '../../http/addresses.ts';

/** A host that may not be reached: somebody who may fill in settings must not see into our network through them. */
export class PrivateHostError extends Error {
  readonly code = 'PRIVATE_HOST';
}

/** Where a connection goes, and the name that the certificate must have. */
export interface Reached {
  host: string;
  servername?: string;
}

/**
 * The address of a mail server, asked for once and pinned. Rejects with PrivateHostError for one in a private network
 * whose host is not in `allowed` (ALLOW_PRIVATE_HOSTS); without a list any may be reached.
 */
export async function reach(url: string, allowed: readonly string[] | undefined, resolve?: Resolve): Promise<Reached> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (!allowed) return { host };
  const pinned = await pinnedAddress(host, { allowed, resolve });
  if (!pinned) throw new PrivateHostError('The mail server lies in a private network (see ALLOW_PRIVATE_HOSTS).');
  return { host: pinned.address, ...(isIP(host) ? {} : { servername: host }) };
}
