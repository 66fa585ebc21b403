/** What went wrong with a request: the server's problem (RFC 9457), or `offline` when it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The server's sentence about this one, where it gave one. */
  readonly detail: string | undefined;
  /** Further members of the problem document. */
  readonly extra: Record<string, unknown>;

  constructor(status: number, code: string, detail?: string, extra: Record<string, unknown> = {}) {
    super(detail ?? code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.extra = extra;
  }
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

type Query = Record<string, string | number | boolean | null | undefined>;

/** The server's HTTP interface. All methods reject with ApiError, or with an AbortError when the signal fired. */
export class Api {
  /** Called when the server says that nobody is signed in. */
  onSignedOut: () => void = () => undefined;
  readonly #base: string;
  readonly #fetch: typeof fetch;

  constructor(base = '/api/v1', fetcher: typeof fetch = (input, init) => fetch(input, init)) {
    this.#base = base;
    this.#fetch = fetcher;
  }

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return this.#send<T>('GET', withQuery(path, query), undefined, signal);
  }
  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#send<T>('POST', path, body);
  }
  put<T>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('PUT', path, body);
  }
  delete<T>(path: string): Promise<T> {
    return this.#send<T>('DELETE', path);
  }

  /** Sends one file as multipart/form-data; `onProgress` gets 0 to 1 (fetch cannot tell the progress of an upload). */
  upload<T>(path: string, file: File, onProgress: (part: number) => void, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append('file', file, file.name);
      request.open('POST', this.#base + path);
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
      request.onload = () => {
        const body = parse(request.responseText);
        if (request.status >= 200 && request.status < 300) resolve(body as T);
        else reject(this.#problem(request.status, body));
      };
      request.onerror = () => reject(new ApiError(0, 'offline'));
      request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
      signal?.addEventListener('abort', () => request.abort(), { once: true });
      request.send(form);
    });
  }

  async #send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await this.#fetch(this.#base + path, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError(0, 'offline');
    }
    const answer = parse(await response.text());
    if (!response.ok) throw this.#problem(response.status, answer);
    return answer as T;
  }

  #problem(status: number, body: unknown): ApiError {
    const { code, detail, ...extra } = isObject(body) ? body : {};
    const known = typeof code === 'string' ? code : status >= 500 ? 'internal-error' : 'bad-request';
    if (status === 401 && known === 'not-signed-in') this.onSignedOut();
    return new ApiError(status, known, typeof detail === 'string' ? detail : undefined, extra);
  }
}

/** True for the rejection of a request that we ourselves called off. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function withQuery(path: string, query: Query): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
