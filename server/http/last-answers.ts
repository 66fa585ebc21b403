import { gunzipSync, gzipSync } from 'node:zlib';

/** An answer that was given, to be given again. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}
interface Kept extends Omit<Answer, 'body'> {
  /** Packed when it is text. */
  bytes: Buffer;
  text: boolean;
  /** Hex ids of what it shows. */
  shows: ReadonlySet<string>;
}

const LARGEST = 2_000_000;
/** A page is 5 kB when packed. */
const MOST_BYTES = 32_000_000;
/** How long an answer may take that began before something was hidden; milliseconds. */
const LONGEST_MS = 120_000;

/** The last good answers by their keys, as many as fit; those not asked for go first. */
export class LastAnswers {
  readonly #kept = new Map<string, Kept>();
  readonly #hidden = new Map<string, number>();
  readonly #most: number;
  #bytes = 0;

  /** `most` bytes, packed. */
  constructor(most = MOST_BYTES) {
    this.#most = most;
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  find(key: string): Answer | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const { status, headers, bytes, text } = kept;
    return { status, headers, body: text ? gunzipSync(bytes).toString() : bytes };
  }

  /** `since`: when the answer began to be made (`performance.now()`); what was hidden meanwhile is not kept. */
  keep(key: string, { status, headers, body }: Answer, shows: readonly string[], since: number): void {
    const before = this.#kept.get(key);
    if (shows.some((id) => (this.#hidden.get(id) ?? -1) >= since)) return;
    if (before && before.headers['etag'] !== undefined && before.headers['etag'] === headers['etag']) return;
    this.drop(key);
    if (body.length > LARGEST) return;
    const text = typeof body === 'string';
    // The next turn of the loop matters more than a tenth less of memory.
    const bytes = text ? gzipSync(body, { level: 1 }) : body;
    this.#kept.set(key, { status, headers, bytes, text, shows: new Set(shows) });
    this.#bytes += bytes.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#most) break;
      this.drop(oldest);
    }
  }

  /** Answers that show one of these are not given again. */
  hide(ids: readonly string[]): void {
    const now = performance.now();
    for (const [id, at] of this.#hidden) if (at < now - LONGEST_MS) this.#hidden.delete(id);
    for (const id of ids) this.#hidden.set(id, now);
    for (const [key, { shows }] of this.#kept) if (ids.some((id) => shows.has(id))) this.drop(key);
  }

  /** What was answered with this key is not so any more. */
  drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes.length ?? 0;
    this.#kept.delete(key);
  }
}
