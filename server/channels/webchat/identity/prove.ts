import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Proof } from '../schema.ts';
import type { Flaw } from './schema.ts';

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
  const found = examine(proof, secret, now);
  return typeof found === 'string' ? undefined : found;
}

/** The same, with what is wrong. */
export function examine(proof: Proof, secret: string, now: number): Proved | Flaw {
  const said = 'token' in proof ? readToken(proof.token, secret) : readSigned(proof, secret);
  if (typeof said === 'string') return said;
  const { sub, email, name } = said;
  if (!isText(sub)) return 'id';
  const until = timeOf(said, now);
  if (typeof until === 'string') return until;
  if (email !== undefined && !(isText(email) && EMAIL.test(email))) return 'email';
  if (name !== undefined && !isText(name)) return 'name';
  return { id: sub, until, ...(email ? { email } : {}), ...(name ? { name } : {}) };
}

/** Until when it holds, in milliseconds. */
function timeOf({ exp, iat, nbf }: Claims, now: number): number | Flaw {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'no-end';
  const until = exp * 1000;
  if (until <= now) return 'over';
  if (until > now + LONGEST_MS) return 'too-long';
  const early = [iat, nbf].some(
    (since) => since !== undefined && !(typeof since === 'number' && since * 1000 <= now + LEEWAY_MS),
  );
  return early ? 'too-early' : until;
}

/** What the shop's server signs where it makes no JWT: four lines, those left out empty. */
const signedText = ({ id, email = '', name = '', expires }: Omit<Signed, 'signature'>): string =>
  [id, email, name, expires].join('\n');

type Signed = Exclude<Proof, { token: string }>;
type Claims = Record<string, unknown>;

function readSigned({ signature, ...said }: Signed, secret: string): Claims | Flaw {
  // A line feed inside would let one field pass for two.
  if (![said.id, said.email ?? 'x', said.name ?? 'x'].every(isText)) return 'signature';
  if (!isSame(Buffer.from(signature, 'hex'), hmac(secret, signedText(said)))) return 'signature';
  return { sub: said.id, email: said.email, name: said.name, exp: said.expires };
}

function readToken(token: string, secret: string): Claims | Flaw {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSame(Buffer.from(signature, 'base64url'), hmac(secret, `${head}.${body}`)))
    return 'signature';
  const header = read(head);
  // `crit` asks for what we don't know (RFC 7515, 4.1.11).
  if (header?.['alg'] !== 'HS256' || header['crit'] !== undefined) return 'algorithm';
  return read(body) ?? 'id';
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
