import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from './meilisearch-check.ts';
import type { StandInSettings } from './meilisearch-search.ts';
import { State } from './meilisearch-state.ts';

/**
 * A strict stand-in of Meilisearch's documented HTTP API for the calls we make
 * (https://www.meilisearch.com/docs/reference/api): writes answer 202 and become tasks that end a moment later, well
 * or not; unknown members, indexes and malformed bodies get the documented error codes. Its ranking is simple.
 */
export interface MeilisearchStandIn {
  url: string;
  key: string;
  /** method and path of every request so far. */
  requests: string[];
  /** Connections are cut without an answer while it is away; 'silent': taken, and never answered. */
  away(on: boolean | 'silent'): void;
  /** The next task fails with this error code. */
  failNextTask(code: string): void;
  /** Names of all indexes. */
  indexes(): string[];
  documents(index: string): Map<string, Record<string, unknown>> | undefined;
  settings(index: string): StandInSettings | undefined;
  close(): Promise<void>;
}

export async function startMeilisearch(key = 'master-key-of-the-test'): Promise<MeilisearchStandIn> {
  const state = new State();
  const requests: string[] = [];
  let away: boolean | 'silent' = false;
  const server = createServer((request, response) => {
    if (away === 'silent') return;
    if (away) return void request.socket.destroy();
    requests.push(`${request.method} ${request.url}`);
    void answer(state, key, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    requests,
    away: (on) => {
      away = on;
      if (on) server.closeAllConnections();
    },
    failNextTask: (code) => (state.failNext = code),
    indexes: () => [...state.indexes.keys()],
    documents: (name) => state.indexes.get(name)?.documents,
    settings: (name) => state.indexes.get(name)?.settings,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(state: State, key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (request.method === 'GET' && path === '/health') return send(200, { status: 'available' });
    authorise(request, key);
    const body = parseBody(request, Buffer.concat(chunks).toString('utf8'));
    const [status, result] = state.handle(request.method ?? 'GET', path, body);
    send(status, result);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const link = `https://docs.meilisearch.com/errors#${error.code}`;
    send(error.status, { message: error.message, code: error.code, type: 'invalid_request', link });
  }
}

function authorise(request: IncomingMessage, key: string): void {
  const given = request.headers.authorization;
  if (!given) throw new ApiError(401, 'missing_authorization_header', 'The Authorization header is missing.');
  if (given !== `Bearer ${key}`) throw new ApiError(403, 'invalid_api_key', 'The provided API key is invalid.');
}

function parseBody(request: IncomingMessage, text: string): unknown {
  if (request.method === 'GET' || request.method === 'DELETE') return undefined;
  if (!request.headers['content-type']?.startsWith('application/json'))
    throw new ApiError(415, 'invalid_content_type', 'Only application/json is taken.');
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'malformed_payload', 'The json payload provided is malformed.');
  }
}
