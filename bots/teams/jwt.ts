import { verify } from 'node:crypto';
import type { Keys, Published } from './keys.ts';

/** What a token says once it is proved. */
export interface Proved {
  /** The app that it is for, in lower case, as ids of apps are here. */
  appId: string;
  /** Where the chat lives. */
  serviceUrl: string;
}

/** Refused: why, for the log; no word of the token's. */
export class TokenRefused extends Error {
  /** True when the token is genuine and may not speak for this channel. */
  readonly forbidden: boolean;
  constructor(reason: string, forbidden = false) {
    super(reason);
    this.forbidden = forbidden;
  }
}

const CHANNEL = 'msteams';
const DIGESTS: Record<string, string> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };
/** Clocks may differ by as much, as the documentation has it. */
const SKEW_S = 300;
const MAX_LENGTH = 16_384;

/**
 * Proves that a request comes from the Bot Connector, on behalf of Teams, to one of our apps: scheme, algorithm, key
 * with its endorsement, signature, issuer, audience, times and serviceUrl, as
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot
 * demands. The SDK's own check is not used: it takes keys without endorsements, and tokens of emulators and skills.
 * @param now seconds
 * Rejects with TokenRefused, and with another error when the keys are not to be had.
 */
export async function prove(
  authorization: string | undefined,
  activity: { serviceUrl: string; channelId: string },
  { keys, apps, now }: { keys: Keys; apps: ReadonlySet<string>; now: number },
): Promise<Proved> {
  const { signed, signature, header, claims } = read(authorization);
  const { alg, kid } = header;
  if (typeof alg !== 'string' || typeof kid !== 'string' || 'crit' in header) refuse('header');
  // What can be seen at once is refused at once: nobody makes us ask for keys with a token that is for another.
  const { aud, iss, exp, nbf } = claims;
  if (typeof aud !== 'string' || !apps.has(aud.toLowerCase())) refuse('audience');
  if (typeof exp !== 'number' || now > exp + SKEW_S) refuse('expired');
  if (nbf !== undefined && !(typeof nbf === 'number' && now >= nbf - SKEW_S)) refuse('not yet valid');
  const published = await keys.withKey(kid);
  if (typeof iss !== 'string' || !published.issuers.includes(iss)) refuse('issuer');
  const { key, endorsements } = keyFor(published, alg, kid);
  if (!verify(DIGESTS[alg], Buffer.from(signed), key, signature)) refuse('signature');
  if (activity.channelId !== CHANNEL || !endorsements.includes(CHANNEL))
    throw new TokenRefused('the key is not endorsed for this channel', true);
  // The public cloud writes it in lower case.
  const serviceUrl = claims['serviceurl'] ?? claims['serviceUrl'];
  if (typeof serviceUrl !== 'string' || serviceUrl !== activity.serviceUrl) refuse('serviceUrl');
  return { appId: aud.toLowerCase(), serviceUrl };
}

function keyFor({ algorithms, keys }: Published, alg: string, kid: string) {
  if (!Object.hasOwn(DIGESTS, alg) || (algorithms && !algorithms.includes(alg))) refuse('algorithm');
  return keys.get(kid) ?? refuse('key');
}

interface Read {
  signed: string;
  signature: Buffer;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

function read(authorization: string | undefined): Read {
  if (!authorization || authorization.length > MAX_LENGTH) return refuse('no token');
  const parts = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization);
  if (!parts) return refuse('no token');
  const [, head = '', body = '', mark = ''] = parts;
  return {
    signed: `${head}.${body}`,
    signature: Buffer.from(mark, 'base64url'),
    header: objectIn(head),
    claims: objectIn(body),
  };
}

function objectIn(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told as what it is below.
  }
  return refuse('malformed');
}

function refuse(reason: string): never {
  throw new TokenRefused(reason);
}
