import { ApiError, asObject, checkSearch, checkSettings, refuse } from './meilisearch-check.ts';
import { search, type StandInSettings } from './meilisearch-search.ts';

interface Index {
  documents: Map<string, Record<string, unknown>>;
  primaryKey: string | null;
  settings: StandInSettings;
  createdAt: string;
}
const newIndex = (primaryKey: string | null): Index => ({
  documents: new Map(),
  primaryKey,
  settings: {},
  createdAt: new Date().toISOString(),
});

interface Task {
  uid: number;
  indexUid: string | null;
  type: string;
  status: 'enqueued' | 'processing' | 'succeeded' | 'failed';
  error: { message: string; code: string; type: string; link: string } | null;
  [more: string]: unknown;
}

/** The indexes and the tasks, and what each call does with them. */
export class State {
  indexes = new Map<string, Index>();
  tasks: Task[] = [];
  failNext: string | undefined;

  handle(method: string, path: string, body: unknown): [number, unknown] {
    const task = /^\/tasks\/(\d+)$/.exec(path);
    if (method === 'GET' && task) return [200, this.#task(Number(task[1]))];
    if (method === 'GET' && path === '/indexes') return [200, this.#list()];
    if (method === 'POST' && path === '/multi-search') return [200, this.#multiSearch(asObject(body))];
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
      this.indexes.set(uid, newIndex(primaryKey as string | null));
    });
  }

  #deleteIndex(name: string): [number, unknown] {
    return this.#enqueue('indexDeletion', name, () => {
      this.#index(name);
      this.indexes.delete(name);
    });
  }

  #list(): unknown {
    const results = [...this.indexes].map(([uid, { primaryKey, createdAt }]) => ({
      uid,
      primaryKey,
      createdAt,
      updatedAt: createdAt,
    }));
    return { results, offset: 0, limit: results.length, total: results.length };
  }

  #swap(body: unknown): [number, unknown] {
    if (!Array.isArray(body)) throw new ApiError(400, 'bad_request', 'an array is expected');
    const pairs = body.map((entry) => {
      const { indexes, rename: _rename, ...rest } = asObject(entry);
      refuse(rest);
      if (indexes === undefined) throw new ApiError(400, 'missing_swap_indexes', 'Missing field `indexes`');
      if (!Array.isArray(indexes) || indexes.length !== 2)
        throw new ApiError(400, 'invalid_swap_indexes', 'Two indexes must be given for each swap.');
      return indexes as [string, string];
    });
    if (new Set(pairs.flat()).size < pairs.length * 2)
      throw new ApiError(400, 'invalid_swap_duplicate_index_found', 'Indexes must be declared only once.');
    return this.#enqueue('indexSwap', null, () => {
      for (const name of pairs.flat()) this.#index(name);
      for (const [a, b] of pairs) {
        const [first, second] = [this.#index(a), this.#index(b)];
        this.indexes.set(a, second).set(b, first);
      }
    });
  }

  #changeSettings(name: string, settings: Record<string, unknown>): [number, unknown] {
    checkSettings(settings);
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

  #search(name: string, asked: Record<string, unknown>): object {
    const index = this.#index(name);
    checkSearch(asked, index.settings);
    return search([...index.documents.values()], index.settings, asked);
  }

  #multiSearch({ queries, ...rest }: Record<string, unknown>): unknown {
    refuse(rest);
    if (!Array.isArray(queries)) throw new ApiError(400, 'bad_request', 'Missing field `queries`');
    const results = queries.map((query, at) => {
      const { indexUid, ...asked } = asObject(query);
      if (typeof indexUid !== 'string') throw new ApiError(400, 'missing_index_uid', 'Missing field `indexUid`');
      try {
        return { indexUid, ...this.#search(indexUid, asked) };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        throw new ApiError(error.status, error.code, `Inside \`.queries[${at}]\`: ${error.message}`);
      }
    });
    return { results };
  }

  #index(name: string, make = false): Index {
    const index = this.indexes.get(name);
    if (index) return index;
    if (!make) throw new ApiError(404, 'index_not_found', `Index \`${name}\` not found.`);
    const made = newIndex(null);
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
