import { createHmac } from 'node:crypto';
import type { Proof } from '../../server/channels/webchat/schema.ts';

/** What a shop's server does for its signed-in customers, written from the documentation and not from our own code. */
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const inHours = (hours: number): number => Math.floor(Date.now() / 1000) + hours * 3600;

/** A JWT (RFC 7519); the header and the end can be others. */
export function jwt(
  secret: string,
  claims: object,
  header: object = { alg: 'HS256', typ: 'JWT' },
  hash = 'sha256',
): Proof {
  const text = `${part(header)}.${part({ exp: inHours(1), ...claims })}`;
  return { token: `${text}.${createHmac(hash, secret).update(text).digest('base64url')}` };
}

/** The same without a JWT: four lines and their HMAC. */
export function signed(secret: string, given: { id: string; email?: string; name?: string; expires?: number }) {
  const { id, email, name, expires = inHours(1) } = given;
  const text = `${id}\n${email ?? ''}\n${name ?? ''}\n${expires}`;
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return { id, ...(email ? { email } : {}), ...(name ? { name } : {}), expires, signature };
}
