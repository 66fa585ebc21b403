import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for Google or Microsoft: authorisation codes with PKCE, short tokens, new refresh tokens each time. */
export interface OAuthProvider {
  url: string;
  clientId: string;
  clientSecret: string;
  /** As a browser in which that person agrees; answers where it is sent back to. */
  agree(authorizeUrl: string, user: string): string;
  /** Whether this is a valid access token of that person. */
  isValid(user: string, token: string): boolean;
  /** Access tokens given so far. */
  given(): number;
  /** Takes all access back from a person. */
  revoke(user: string): void;
  stop(): Promise<void>;
}

interface Access {
  user: string;
  until: number;
}

export async function startOAuthProvider(lifeSeconds: number): Promise<OAuthProvider> {
  const codes = new Map<string, { user: string; challenge: string; redirectUri: string }>();
  const access = new Map<string, Access>();
  const refresh = new Map<string, string>();
  const [clientId, clientSecret] = ['desk-client', randomBytes(8).toString('hex')];
  let given = 0;

  const grant = (user: string): object => {
    const [token, next] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    access.set(token, { user, until: Date.now() + lifeSeconds * 1000 });
    refresh.set(next, user);
    given++;
    return { access_token: token, refresh_token: next, token_type: 'Bearer', expires_in: lifeSeconds };
  };
  const exchange = (form: URLSearchParams): object | string => {
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) return 'invalid_client';
    if (form.get('grant_type') === 'refresh_token') {
      const old = form.get('refresh_token') ?? '';
      const user = refresh.get(old);
      // Each refresh token works once.
      refresh.delete(old);
      return user ? grant(user) : 'invalid_grant';
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right = code?.challenge === challenge && code.redirectUri === form.get('redirect_uri');
    return right ? grant(code.user) : 'invalid_grant';
  };
  const isValid = (user: string, token: string): boolean => {
    const known = access.get(token);
    return known?.user === user && known.until > Date.now();
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      response.setHeader('content-type', 'application/json');
      if (url.pathname === '/token') {
        const answer = exchange(new URLSearchParams(Buffer.concat(chunks).toString()));
        response.statusCode = typeof answer === 'string' ? 400 : 200;
        return response.end(JSON.stringify(typeof answer === 'string' ? { error: answer } : answer));
      }
      const token = url.searchParams.get('token') ?? '';
      const user = access.get(token)?.user ?? '';
      return response.end(JSON.stringify({ active: isValid(user, token), user }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId,
    clientSecret,
    isValid,
    given: () => given,
    agree(authorizeUrl, user) {
      const asked = new URL(authorizeUrl).searchParams;
      const code = randomBytes(8).toString('hex');
      const redirectUri = asked.get('redirect_uri') ?? '';
      if (asked.get('client_id') !== clientId || asked.get('code_challenge_method') !== 'S256')
        throw new Error('refused');
      codes.set(code, { user, challenge: asked.get('code_challenge') ?? '', redirectUri });
      return `${redirectUri}?${new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString()}`;
    },
    revoke(user) {
      for (const [token, whose] of refresh) if (whose === user) refresh.delete(token);
      for (const [token, { user: whose }] of access) if (whose === user) access.delete(token);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
