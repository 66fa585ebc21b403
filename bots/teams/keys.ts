import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../server/context.ts';
import { fetchOutside } from '../../server/http/outgoing.ts';
import { PUBLIC_ISSUER, type Cloud } from './cloud.ts';

/** A key with which the Bot Connector signs. */
export interface SigningKey {
  key: KeyObject;
  /** The channels that it may sign for. */
  endorsements: readonly string[];
}

export interface Published {
  issuers: readonly string[];
  /** Undefined: the metadata names none. */
  algorithms: readonly string[] | undefined;
  keys: ReadonlyMap<string, SigningKey>;
}

export interface Keys {
  /** What is published, the key of this id in it if there is one. Rejects when it was never to be had. */
  withKey(kid: string): Promise<Published>;
  /** Asks anew. Rejects with what went wrong. */
  load(): Promise<void>;
}

/** As the documentation wants it: asked once a day. */
const DAY_MS = 86_400_000;
/** For a key that is not known: whoever makes up ids must not make us ask each time. */
const UNKNOWN_MS = 60_000;

/** The published keys of the Bot Connector, kept for a day and asked for again when one is missing. */
export function createKeys(clock: Clock, cloud: Cloud): Keys {
  let published: Published | undefined;
  let askedAt = 0;
  let asking: Promise<void> | undefined;
  const load = (): Promise<void> =>
    (asking ??= fetchKeys(cloud)
      .then((fresh) => void (published = fresh))
      .finally(() => {
        askedAt = clock.now().getTime();
        asking = undefined;
      }));
  return {
    load,
    async withKey(kid) {
      const age = Math.abs(clock.now().getTime() - askedAt);
      const due = age > DAY_MS || (!published?.keys.has(kid) && age > UNKNOWN_MS);
      // Those that are known hold while others cannot be had.
      if (!published || due)
        await load().catch((error: unknown) => {
          if (!published) throw error;
        });
      if (!published) throw new Error('no keys are known');
      return published;
    },
  };
}

async function fetchKeys(cloud: Cloud): Promise<Published> {
  const metadata = await readJson(cloud.openidUrl, cloud);
  const { issuer, jwks_uri: address, id_token_signing_alg_values_supported: algorithms } = metadata;
  if (typeof address !== 'string') throw new Error('The OpenID metadata names no keys.');
  const { keys } = await readJson(address, cloud);
  if (!Array.isArray(keys)) throw new Error('The keys are no list of keys.');
  return {
    issuers: [PUBLIC_ISSUER, ...(cloud.own && typeof issuer === 'string' ? [issuer] : [])],
    algorithms: Array.isArray(algorithms) ? algorithms.map(String) : undefined,
    keys: new Map(keys.flatMap(keyOf)),
  };
}

async function readJson(url: string, { allowed }: Cloud): Promise<Record<string, unknown>> {
  const answer = await fetchOutside({ url, method: 'GET', allowed, headers: { accept: 'application/json' } });
  if (answer.status !== 200) throw new Error(`The Bot Connector’s keys cannot be had (HTTP ${answer.status}).`);
  return JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>;
}

/** RSA keys only, as the Bot Connector's are (RFC 7517, 7518). */
function keyOf(given: unknown): [string, SigningKey][] {
  const { kid, n, e, endorsements } = (given ?? {}) as Record<string, unknown>;
  if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') return [];
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    return [[kid, { key, endorsements: Array.isArray(endorsements) ? endorsements.map(String) : [] }]];
  } catch {
    return [];
  }
}
