import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Proof } from '../schema.ts';

/** Whom the shop's server has vouched for. */
export interface Proved {
  /** The shop's own id of its customer. */
  id: string;
  email?: string;
  name?: string;
  /** Milliseconds: from then on it proves nothing. */
  until: number;
}

/** Nothing is signed for longer: what has leaked ends by itself. */
const LONGEST_MS = 30 * 86_400_000;
/** How far the clocks of two servers may differ. */
const LEEWAY_MS = 60_000;
const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]{1,250}\.[^\s@\p{Cc}.]{2,}$/u;

/**
 * Whom a proof names, or undefined when it proves nothing: it is wrong in any way, older or newer than now (both in
 * milliseconds), or says no end. A token is a JWT (RFC 7519) signed with HS256, whatever algorithm it asks for.
 */
export function provedBy(proof: Proof, secret: string, now: number): Proved | undefined {
  const said = 'token' in proof ? readToken(proof.token, secret) : readSigned(proof, secret);
  if (!said) return undefined;
  const { sub, exp, iat, nbf, email, name } = said;
  if (!isText(sub) || typeof exp !== 'number' || !Number.isFinite(exp)) return undefined;
  const until = exp * 1000;
  if (until <= now || until > now + LONGEST_MS) return undefined;
  for (const since of [iat, nbf])
    if (since !== undefined && !(typeof since === 'number' && since * 1000 <= now + LEEWAY_MS)) return undefined;
  if (email !== undefined && !(isText(email) && EMAIL.test(email))) return undefined;
  if (name !== undefined && !isText(name)) return undefined;
  return { id: sub, until, ...(email ? { email } : {}), ...(name ? { name } : {}) };
}

/** What the shop's server signs where it makes no JWT: four lines, those left out empty. */
const signedText = ({ id, email = '', name = '', expires }: Omit<Signed, 'signature'>): string =>
  [id, email, name, expires].join('\n');

type Signed = Exclude<Proof, { token: string }>;
type Claims = Record<string, unknown>;

function readSigned({ signature, ...said }: Signed, secret: string): Claims | undefined {
  // A line feed inside would let one field pass for two.
  if (![said.id, said.email ?? 'x', said.name ?? 'x'].every(isText)) return undefined;
  if (!isSame(Buffer.from(signature, 'hex'), hmac(secret, signedText(said)))) return undefined;
  return { sub: said.id, email: said.email, name: said.name, exp: said.expires };
}

function readToken(token: string, secret: string): Claims | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSame(Buffer.from(signature, 'base64url'), hmac(secret, `${head}.${body}`)))
    return undefined;
  const header = read(head);
  // `crit` asks for what we don't know (RFC 7515, 4.1.11).
  return header?.['alg'] === 'HS256' && header['crit'] === undefined ? read(body) : undefined;
}

function read(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

const hmac = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest();
const isSame = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 200 && value === value.trim() && value !== '' && !/\p{Cc}/u.test(value);
