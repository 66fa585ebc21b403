import { BlockList, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

const inside = new BlockList();
inside.addSubnet('127.0.0.0', 8);
inside.addSubnet('10.0.0.0', 8);
inside.addSubnet('172.16.0.0', 12);
inside.addSubnet('192.168.0.0', 16);
inside.addSubnet('169.254.0.0', 16);
inside.addAddress('::1', 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/** True for loopback, private (RFC 1918, RFC 4193) and link-local addresses. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return inside.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/**
 * Whether a request comes from this machine or its private network. Behind a proxy that TRUST_PROXY does not name,
 * everybody has the proxy's address: what was forwarded then counts as from outside.
 */
export function isFromInside(request: FastifyRequest, trustProxy: boolean): boolean {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers['forwarded'];
  return isPrivateAddress(request.ip) && (trustProxy || forwarded === undefined);
}
