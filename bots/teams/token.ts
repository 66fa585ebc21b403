import type { Cause, Failed } from '../../server/channels/cause.ts';
import type { TeamsSettings } from '../../server/channels/channel.ts';
import type { Clock } from '../../server/context.ts';
import { fetchOutside, OutgoingError, type OutgoingReason } from '../../server/http/outgoing.ts';
import type { Cloud } from './cloud.ts';

/** The Bot Connector's own words are not repeated: they may name people. */
export class AccessError extends Error {
  readonly failed: Failed;
  constructor(failed: Failed) {
    super(failed.detail);
    this.failed = failed;
  }
}

export interface Access {
  /** A token that holds for a while longer. Rejects with AccessError. */
  token(): Promise<string>;
  /** It was not taken: the next one is asked for. */
  forget(): void;
}

/** So long before its end a token is not used any more. */
const RENEW_MS = 300_000;

/** Tokens for the Bot Connector, by the app's own password (RFC 6749, 4.4), kept while they hold. */
export function createAccess(clock: Clock, cloud: Cloud, credentials: TeamsSettings): Access {
  let known: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const { token, seconds } = await requestToken(cloud, credentials);
    known = { token, until: clock.now().getTime() + Math.max(seconds * 1000 - RENEW_MS, seconds * 500) };
    return token;
  };
  return {
    async token() {
      const now = clock.now().getTime();
      // A clock that was set back must not keep a token for ever.
      if (known && now < known.until && known.until - now < 86_400_000) return known.token;
      return await (asking ??= ask().finally(() => (asking = undefined)));
    },
    forget: () => void (known = undefined),
  };
}

/** Asks for one token. Rejects with AccessError. */
export async function requestToken(
  cloud: Cloud,
  { appId, appPassword, tenants }: TeamsSettings,
): Promise<{ token: string; seconds: number }> {
  const form = {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: appPassword,
    scope: cloud.scope,
  };
  const answer = await fetchOutside({
    url: cloud.tokenUrl(tenants.length === 1 ? tenants[0] : undefined),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(new URLSearchParams(form).toString()),
    allowed: cloud.allowed,
    maxBytes: 100_000,
  }).catch((error: Error) => {
    throw new AccessError({
      cause: causeOf(error),
      detail: `Microsoft cannot be asked for access (${error.message}).`,
    });
  });
  const said = parsed(answer.body);
  const token = said['access_token'];
  if (answer.status === 200 && typeof token === 'string') return { token, seconds: Number(said['expires_in']) || 3600 };
  const code = typeof said['error'] === 'string' ? said['error'].slice(0, 60) : `HTTP ${answer.status}`;
  const cause = answer.status >= 400 && answer.status < 429 ? 'sign-in' : 'other';
  throw new AccessError({ cause, detail: `Microsoft refuses access (${code}).` });
}

const CAUSES: Partial<Record<OutgoingReason, Cause>> = {
  unresolved: 'address',
  network: 'refused',
  slow: 'timeout',
  'private-address': 'private-host',
};

/** In a word, why another house could not be asked. */
export const causeOf = (error: unknown): Cause =>
  (error instanceof OutgoingError ? CAUSES[error.reason] : undefined) ?? 'other';

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
