import { createPrivateKey, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fault, type Posted } from './bot-connector-rules.ts';

export const APP_ID = '3f6f1c1e-0000-4000-8000-1234567890ab';
export const APP_PASSWORD = 'bot~secret';
export const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const ISSUER = 'https://api.botframework.com';

/** What a token says besides the usual, or instead. */
export interface TokenOptions {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: KeyObject;
}

/** What the Bot Connector answers once, instead of taking an activity. */
export type Script = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A stand-in for the Bot Connector and Microsoft's token endpoint: OpenID metadata and keys, client credentials, and
 * the activities of chats, which it takes only as the documentation wants them (bot-connector-rules.ts).
 */
export interface BotConnector {
  url: string;
  serviceUrl: string;
  /** TEAMS_* for a desk that uses it. */
  env: Record<string, string>;
  /** What bots have said that was taken, oldest first. */
  posted: Posted[];
  /** What was refused, and why. */
  refused: string[];
  /** Requests for posting that came, refused ones included. */
  attempts(): number;
  /** What answers the next requests for posting; undefined: as usual. */
  scripts: (Script | undefined)[];
  /** Chats that have put the bot out, or blocked it. */
  blocked: Set<string>;
  /** Chats that it knows; those that an activity came from are added. */
  chats: Set<string>;
  /** Bytes of pictures and files, by path. */
  files: Map<string, { content: Buffer; open?: boolean }>;
  /** Makes all tokens that were given invalid. */
  forgetTokens(): void;
  tokensGiven(): number;
  keysAsked(): number;
  /** A further published key. */
  addKey(kid: string, endorsements: string[] | undefined): KeyObject;
  token(options?: TokenOptions): string;
  /** Brings an activity to a desk, as the Bot Connector does. */
  bring(desk: string, activity: object, options?: TokenOptions & { authorization?: string }): Promise<Response>;
  stop(): Promise<void>;
}

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function signJwt(header: object, claims: object, key: KeyObject): string {
  const signed = `${json(header)}.${json(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

export const newKey = (): KeyObject =>
  createPrivateKey(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );

export async function startBotConnector(): Promise<BotConnector> {
  const keys = new Map<string, { key: KeyObject; endorsements: string[] | undefined }>();
  const tokens = new Set<string>();
  const counts = { attempts: 0, tokens: 0, keys: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => serve(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = `${url}/amer/`;

  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const refuse = (response: ServerResponse, status: number, code: string, message: string): void => {
    connector.refused.push(`${status} ${code}: ${message}`);
    answer(response, status, { error: { code, message } });
  };

  function serve(request: IncomingMessage, response: ServerResponse, body: string): void {
    const path = new URL(request.url ?? '/', url).pathname;
    if (request.method === 'GET' && path === '/v1/.well-known/openidconfiguration')
      return answer(response, 200, {
        issuer: ISSUER,
        jwks_uri: `${url}/v1/.well-known/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      });
    if (request.method === 'GET' && path === '/v1/.well-known/keys') return publishKeys(response);
    if (request.method === 'POST' && path === '/token') return giveToken(request, response, body);
    const file = connector.files.get(path);
    const isBot = tokens.has(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (request.method === 'GET' && file) {
      if (!isBot && !file.open) return refuse(response, 401, 'Unauthorized', 'a file without a token');
      return void response.writeHead(200).end(file.content);
    }
    const [, chat] = /^\/amer\/v3\/conversations\/([^/]+)\/activities(?:\/[^/]+)?$/.exec(path) ?? [];
    if (request.method !== 'POST' || !chat) return refuse(response, 404, 'NotFound', `${request.method} ${path}`);
    counts.attempts++;
    const script = connector.scripts.shift();
    if (script) return script(request, response);
    if (!isBot) return refuse(response, 401, 'Unauthorized', 'no valid token');
    takeActivity(response, decodeURIComponent(chat), { body, type: request.headers['content-type'] ?? '' });
  }

  function publishKeys(response: ServerResponse): void {
    counts.keys++;
    const published = [...keys].map(([kid, { key, endorsements }]) => {
      const { n, e } = key.export({ format: 'jwk' });
      return { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, ...(endorsements ? { endorsements } : {}) };
    });
    answer(response, 200, { keys: published });
  }

  function giveToken(request: IncomingMessage, response: ServerResponse, body: string): void {
    const form = new URLSearchParams(body);
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
    if (!isForm || form.get('grant_type') !== 'client_credentials' || form.get('scope') !== `${ISSUER}/.default`)
      return answer(response, 400, { error: 'invalid_request' });
    if (form.get('client_id') !== APP_ID || form.get('client_secret') !== APP_PASSWORD)
      return answer(response, 401, { error: 'invalid_client' });
    const token = randomUUID();
    tokens.add(token);
    counts.tokens++;
    answer(response, 200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token });
  }

  function takeActivity(response: ServerResponse, chat: string, { body, type }: { body: string; type: string }): void {
    if (!connector.chats.has(chat)) return refuse(response, 404, 'ConversationNotFound', 'Conversation not found.');
    if (connector.blocked.has(chat))
      return refuse(response, 403, 'ConversationBlockedByUser', 'The user blocked the conversation with the bot.');
    if (!/^application\/json(?:;|$)/.test(type)) return refuse(response, 415, 'BadSyntax', `content type ${type}`);
    if (Buffer.byteLength(body, 'utf16le') > 1_500_000) return refuse(response, 413, 'MessageSizeTooBig', 'too large');
    const activity = JSON.parse(body) as Posted;
    const wrong = fault(activity, { chat, bot: `28:${APP_ID}` });
    if (wrong) return refuse(response, 400, 'BadSyntax', wrong);
    const id = `f:${randomUUID()}`;
    connector.posted.push({ ...activity, id });
    answer(response, 201, { id });
  }

  const connector: BotConnector = {
    url,
    serviceUrl,
    env: {
      TEAMS_APP_ID: APP_ID,
      TEAMS_APP_PASSWORD: APP_PASSWORD,
      TEAMS_OPENID_URL: `${url}/v1/.well-known/openidconfiguration`,
      TEAMS_TOKEN_URL: `${url}/token`,
    },
    posted: [],
    refused: [],
    scripts: [],
    blocked: new Set(),
    chats: new Set(),
    files: new Map(),
    attempts: () => counts.attempts,
    tokensGiven: () => counts.tokens,
    keysAsked: () => counts.keys,
    forgetTokens: () => tokens.clear(),
    addKey(kid, endorsements) {
      const key = newKey();
      keys.set(kid, { key, endorsements });
      return key;
    },
    token({ claims = {}, header = {}, key } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: ISSUER, aud: APP_ID, exp: now + 3600, nbf: now - 300, serviceurl: serviceUrl };
      const signer = key ?? keys.get('main')?.key;
      if (!signer) throw new Error('no key');
      return signJwt(
        { typ: 'JWT', alg: 'RS256', kid: 'main', x5t: 'main', ...header },
        { ...usual, ...claims },
        signer,
      );
    },
    async bring(desk, activity, { authorization, ...options } = {}) {
      const { conversation } = activity as { conversation?: { id?: string } };
      if (conversation?.id) connector.chats.add(conversation.id);
      return await fetch(`${desk}/channels/teams/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          authorization: authorization ?? `Bearer ${connector.token(options)}`,
        },
        body: JSON.stringify(activity),
      });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  connector.addKey('main', ['msteams', 'skype']);
  return connector;
}
