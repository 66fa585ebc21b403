import type { Context } from '../../../context.ts';
import { fetchOutside } from '../../../http/outgoing.ts';
import type { Provider } from './provider.ts';

/** What a provider gives (RFC 6749, 5.1). */
export interface Granted {
  accessToken: string;
  /** Absent: the one before goes on. */
  refreshToken?: string;
  /** Seconds. */
  expiresIn: number;
}

/** `revoked`: only a person can connect it again; otherwise it may work later. */
export class TokenError extends Error {
  readonly revoked: boolean;
  readonly code: 'ACCESS_ENDED' | 'NO_TOKEN';
  constructor(revoked: boolean, reason: string) {
    super(reason);
    this.revoked = revoked;
    this.code = revoked ? 'ACCESS_ENDED' : 'NO_TOKEN';
  }
}

/** What asks anew for the same cannot mend (RFC 6749, 5.2). */
const FINAL = new Set(['invalid_grant', 'unauthorized_client', 'invalid_client', 'access_denied']);

/** Asks for tokens: with a code and its verifier (RFC 7636), or with a refresh token. Rejects with TokenError. */
export async function requestTokens(
  { config }: Context,
  provider: Provider,
  grant: Record<string, string>,
): Promise<Granted> {
  const { clientId, clientSecret, tokenUrl } = provider;
  const client = { client_id: clientId, ...(clientSecret ? { client_secret: clientSecret } : {}) };
  const answer = await fetchOutside({
    url: tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(new URLSearchParams({ ...grant, ...client }).toString()),
    allowed: config.allowPrivateHosts,
    maxBytes: 100_000,
  }).catch((error: Error) => {
    throw new TokenError(false, `The provider cannot be asked for access (${error.message}).`);
  });
  const said = parsed(answer.body);
  if (answer.status === 200 && typeof said['access_token'] === 'string') return granted(said, said['access_token']);
  const code = typeof said['error'] === 'string' ? said['error'].slice(0, 60) : `HTTP ${answer.status}`;
  throw new TokenError(FINAL.has(code), `The provider refuses access (${code}).`);
}

function granted(said: Record<string, unknown>, accessToken: string): Granted {
  const { refresh_token: refreshToken, expires_in: expiresIn } = said;
  const seconds = Number(expiresIn);
  return {
    accessToken,
    ...(typeof refreshToken === 'string' ? { refreshToken } : {}),
    expiresIn: seconds > 0 ? seconds : 3600,
  };
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
