import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** One address of a host. */
export interface HostAddress {
  address: string;
  family: 4 | 6;
}

/** Asks for all addresses of a host: the system's own resolver, unless a test puts another in. */
export type Resolve = (host: string) => Promise<HostAddress[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true })) as HostAddress[];

/** Not of the public internet: IANA's special-purpose registries (RFC 6890), multicast and reserved space. */
const SPECIAL_V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Within 2000::/3, the only public space: protocol assignments with Teredo, documentation, 6to4. */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const PUBLIC_V6 = ['2000::/3'];

const listOf = (ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
};
const specialV4 = listOf(SPECIAL_V4, 'ipv4');
const specialV6 = listOf(SPECIAL_V6, 'ipv6');
const publicV6 = listOf(PUBLIC_V6, 'ipv6');

/** True for an address that anybody on the internet can have; forms that embed an IPv4 address are refused. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !specialV4.check(address, 'ipv4');
  return family === 6 && publicV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

/**
 * The one address that a host is reached at from now on: asked once and pinned, so that a second answer cannot lead
 * elsewhere. Every address of a host must be public unless the host is on the list. Undefined when it is not.
 */
export async function pinnedAddress(
  host: string,
  { allowed, resolve = systemResolve }: { allowed: readonly string[]; resolve?: Resolve | undefined },
): Promise<HostAddress | undefined> {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  const family = isIP(bare);
  const addresses = family ? [{ address: bare, family: family as 4 | 6 }] : await resolve(bare);
  const trusted = allowed.includes(bare) || addresses.every(({ address }) => isPublic(address));
  return trusted ? addresses[0] : undefined;
}
