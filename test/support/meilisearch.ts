import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { search, type StandInSettings } from './meilisearch-search.ts';

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
  /** Connections are cut without an answer while it is away. */
  away(on: boolean): void;
  /** The next task fails with this error code. */
  failNextTask(code: string): void;
  documents(index: string): Map<string, Record<string, unknown>> | undefined;
  settings(index: string): StandInSettings | undefined;
  close(): Promise<void>;
}

interface Index {
  documents: Map<string, Record<string, unknown>>;
  primaryKey: string | null;
  settings: StandInSettings;
}
interface Task {
  uid: number;
  indexUid: string | null;
  type: string;
  status: 'enqueued' | 'processing' | 'succeeded' | 'failed';
  error: { message: string; code: string; type: string; link: string } | null;
  [more: string]: unknown;
}
class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const SETTINGS = new Set(
  (
    'searchableAttributes filterableAttributes sortableAttributes displayedAttributes rankingRules stopWords synonyms ' +
    'localizedAttributes typoTolerance distinctAttribute pagination faceting dictionary proximityPrecision'
  ).split(' '),
);
const SEARCH = new Set(
  (
    'q offset limit filter sort facets attributesToRetrieve attributesToSearchOn attributesToHighlight attributesToCrop ' +
    'matchingStrategy showRankingScore showMatchesPosition rankingScoreThreshold locales highlightPreTag highlightPostTag'
  ).split(' '),
);
const LOCALES = new Set('eng spa ron pol rus en es ro pl ru'.split(' '));

export async function startMeilisearch(key = 'master-key-of-the-test'): Promise<MeilisearchStandIn> {
  const state = new State();
  const requests: string[] = [];
  let away = false;
  const server = createServer((request, response) => {
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

class State {
  indexes = new Map<string, Index>();
  tasks: Task[] = [];
  failNext: string | undefined;

  handle(method: string, path: string, body: unknown): [number, unknown] {
    const task = /^\/tasks\/(\d+)$/.exec(path);
    if (method === 'GET' && task) return [200, this.#task(Number(task[1]))];
    if (method === 'POST' && path === '/indexes') return this.#createIndex(asObject(body));
    if (method === 'POST' && path === '/swap-indexes') return this.#swap(body);
    const [, name, rest = ''] = /^\/indexes\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (!name || !/^[\w-]{1,512}$/.test(name)) throw new ApiError(404, 'not_found', `no route ${path}`);
    if (method === 'DELETE' && rest === '') return this.#deleteIndex(name);
    if (method === 'PATCH' && rest === '/settings') return this.#changeSettings(name, asObject(body));
    if (method === 'POST' && rest === '/documents') return this.#addDocuments(name, body);
    if (method === 'POST' && rest === '/documents/delete-batch') return this.#deleteDocuments(name, body);
    if (method === 'POST' && rest === '/search') return [200, this.#search(name, asObject(body))];
    throw new ApiError(404, 'not_found', `no route ${method} ${path}`);
  }

  /** A task is what it says only the second time it is asked for: clients that don't wait are found out. */
  #task(uid: number): Task {
    const task = this.tasks[uid];
    if (!task) throw new ApiError(404, 'task_not_found', `Task ${uid} not found.`);
    const { act: _act, ...view } = task as Task & { act?: () => void };
    if (task.status !== 'enqueued') return view;
    for (const earlier of this.tasks.slice(0, uid + 1)) run(earlier);
    return { ...view, status: 'processing' };
  }

  #enqueue(type: string, indexUid: string | null, act: () => void): [number, unknown] {
    const enqueuedAt = new Date().toISOString();
    const failure = this.failNext;
    this.failNext = undefined;
    const doomed = () => {
      throw new ApiError(400, failure ?? '', 'made to fail');
    };
    const task = { uid: this.tasks.length, indexUid, type, status: 'enqueued', error: null, enqueuedAt };
    this.tasks.push(Object.assign(task as Task, { act: failure ? doomed : act }));
    return [202, { taskUid: task.uid, indexUid, status: 'enqueued', type, enqueuedAt }];
  }

  #createIndex({ uid, primaryKey = null, ...rest }: Record<string, unknown>): [number, unknown] {
    refuse(rest);
    if (typeof uid !== 'string' || !/^[\w-]{1,512}$/.test(uid))
      throw new ApiError(400, 'invalid_index_uid', `\`${String(uid)}\` is not a valid index uid.`);
    return this.#enqueue('indexCreation', uid, () => {
      if (this.indexes.has(uid)) throw new ApiError(409, 'index_already_exists', `Index \`${uid}\` already exists.`);
      this.indexes.set(uid, { documents: new Map(), primaryKey: primaryKey as string | null, settings: {} });
    });
  }

  #deleteIndex(name: string): [number, unknown] {
    return this.#enqueue('indexDeletion', name, () => {
      this.#index(name);
      this.indexes.delete(name);
    });
  }

  #swap(body: unknown): [number, unknown] {
    if (!Array.isArray(body)) throw new ApiError(400, 'bad_request', 'an array is expected');
    const pairs = body.map((entry) => asObject(entry).indexes as [string, string]);
    return this.#enqueue('indexSwap', null, () => {
      for (const [a, b] of pairs) {
        const [first, second] = [this.#index(a), this.#index(b)];
        this.indexes.set(a, second).set(b, first);
      }
    });
  }

  #changeSettings(name: string, settings: Record<string, unknown>): [number, unknown] {
    for (const field of Object.keys(settings))
      if (!SETTINGS.has(field)) throw new ApiError(400, 'bad_request', `Unknown field \`${field}\``);
    for (const { locales } of (settings.localizedAttributes ?? []) as { locales: string[] }[])
      for (const locale of locales)
        if (!LOCALES.has(locale))
          throw new ApiError(400, 'invalid_settings_localized_attributes', `Unsupported locale \`${locale}\``);
    return this.#enqueue('settingsUpdate', name, () => Object.assign(this.#index(name, true).settings, settings));
  }

  #addDocuments(name: string, body: unknown): [number, unknown] {
    if (!Array.isArray(body)) throw new ApiError(400, 'malformed_payload', 'an array is expected');
    return this.#enqueue('documentAdditionOrUpdate', name, () => {
      const index = this.#index(name, true);
      for (const document of body as Record<string, unknown>[]) {
        const id = String(document[index.primaryKey ?? 'id'] ?? '');
        if (!/^[\w-]{1,511}$/.test(id)) throw new ApiError(400, 'invalid_document_id', `\`${id}\` is not valid.`);
        index.documents.set(id, document);
      }
    });
  }

  #deleteDocuments(name: string, body: unknown): [number, unknown] {
    if (!Array.isArray(body)) throw new ApiError(400, 'malformed_payload', 'an array is expected');
    return this.#enqueue('documentDeletion', name, () => {
      for (const id of body) this.#index(name).documents.delete(String(id));
    });
  }

  #search(name: string, asked: Record<string, unknown>): unknown {
    const index = this.#index(name);
    for (const field of Object.keys(asked))
      if (!SEARCH.has(field)) throw new ApiError(400, 'bad_request', `Unknown field \`${field}\``);
    if (asked.filter !== undefined)
      throw new ApiError(400, 'invalid_search_filter', 'no attribute of the filter is filterable');
    if (!['last', 'all', 'frequency', undefined].includes(asked.matchingStrategy as string))
      throw new ApiError(400, 'invalid_search_matching_strategy', 'Unknown value for matchingStrategy');
    return search([...index.documents.values()], index.settings, asked);
  }

  #index(name: string, make = false): Index {
    const index = this.indexes.get(name);
    if (index) return index;
    if (!make) throw new ApiError(404, 'index_not_found', `Index \`${name}\` not found.`);
    const made: Index = { documents: new Map(), primaryKey: null, settings: {} };
    this.indexes.set(name, made);
    return made;
  }
}

function run(task: Task & { act?: () => void }): void {
  if (task.status !== 'enqueued') return;
  try {
    task.act?.();
    task.status = 'succeeded';
  } catch (error) {
    const { code, message } = error as ApiError;
    task.status = 'failed';
    task.error = { message, code, type: 'invalid_request', link: '' };
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new ApiError(400, 'bad_request', 'an object is expected');
  return value as Record<string, unknown>;
}

function refuse(rest: Record<string, unknown>): void {
  const [field] = Object.keys(rest);
  if (field !== undefined) throw new ApiError(400, 'bad_request', `Unknown field \`${field}\``);
}
