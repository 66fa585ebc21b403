import type { AttachmentView } from '../../../server/tickets/schema.ts';
import { ApiError, isAbort, type Api } from '../../shared/api.ts';
import { drafts, type Mode } from './drafts.ts';
import type { Thread } from './thread.svelte.ts';

export interface Upload {
  key: number;
  name: string;
  size: number;
  /** 0 to 1. */
  progress: number;
  file?: AttachmentView;
}

/** What an agent writes on one ticket: reply and note side by side, the files, and what stands in the way of sending. */
export class ComposerState {
  mode: Mode = $state('reply');
  text: Record<Mode, string> = $state({ reply: '', note: '' });
  uploads: Upload[] = $state([]);
  /** How many messages have crossed the reply; the writer decides. */
  newer = $state(0);
  /** Why the reply cannot be sent, in words. */
  blocked: string | undefined = $state();
  uploading: boolean = $derived(this.uploads.some((upload) => !upload.file));
  ready: boolean = $derived(this.text[this.mode].trim() !== '' && !this.uploading);

  readonly #thread: Thread;
  readonly #api: Api;
  readonly #aborts = new Map<number, AbortController>();
  #lastKey = 0;

  constructor(thread: Thread, api: Api) {
    this.#thread = thread;
    this.#api = api;
    this.mode = drafts.mode(thread.number);
    this.text = { reply: drafts.read(thread.number, 'reply'), note: drafts.read(thread.number, 'note') };
  }

  write(text: string, mode = this.mode): void {
    this.text[mode] = text;
    drafts.write(this.#thread.number, mode, text);
  }

  /** Sends what stands there; its text comes back when the writer must decide first. Other failures stay in the thread. */
  async send(status?: 'solved', force = false): Promise<void> {
    if (!this.ready) return;
    const mode = this.mode;
    const kept = { text: this.text[mode].trim(), uploads: this.uploads };
    const attachments = kept.uploads.flatMap((upload) => (upload.file ? [upload.file] : []));
    this.write('');
    this.uploads = [];
    this.newer = 0;
    this.blocked = undefined;
    try {
      await this.#thread.send({ mode, text: kept.text, attachments, status }, force);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.write(this.text[mode] ? `${kept.text}\n\n${this.text[mode]}` : kept.text, mode);
      this.uploads = [...kept.uploads, ...this.uploads];
      await this.#explain(error);
    }
  }

  /** Uploads files one by one; rejects with the name of the first that failed in `cause`. */
  async attach(files: Iterable<File>): Promise<void> {
    const added = [...files].map((file) => ({ key: ++this.#lastKey, file }));
    for (const { key, file } of added) this.uploads.push({ key, name: file.name, size: file.size, progress: 0 });
    await Promise.all(added.map(({ key, file }) => this.#upload(key, file)));
  }

  remove(key: number): void {
    this.#aborts.get(key)?.abort();
    this.uploads = this.uploads.filter((upload) => upload.key !== key);
  }

  async #upload(key: number, file: File): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    const change = (to: Partial<Upload>) => {
      const upload = this.uploads.find((one) => one.key === key);
      if (upload) Object.assign(upload, to);
    };
    try {
      const path = `/tickets/${this.#thread.number}/attachments`;
      const progress = (part: number) => change({ progress: part });
      const saved = await this.#api.upload<AttachmentView>(path, file, progress, abort.signal);
      change({ file: saved, progress: 1 });
    } catch (error) {
      this.remove(key);
      if (!isAbort(error)) throw error;
    } finally {
      this.#aborts.delete(key);
    }
  }

  async #explain(error: ApiError): Promise<void> {
    if (error.code === 'cannot-send') this.blocked = error.detail ?? '';
    else {
      const told = Array.isArray(error.extra.newer) ? error.extra.newer.length : 1;
      // What is new shall stand in the thread before the writer decides.
      await this.#thread.newer();
      this.newer = told;
    }
  }
}
