import type { AttachmentView } from '../../../server/tickets/schema.ts';
import { isAbort, type Api } from '../../shared/api.ts';

export interface Upload {
  key: number;
  name: string;
  size: number;
  /** 0 to 1. */
  progress: number;
  file?: AttachmentView;
}

/** The files of one message that is being written. */
export class Uploads {
  items: Upload[] = $state([]);
  /** True while one is on its way. */
  busy: boolean = $derived(this.items.some((upload) => !upload.file));
  readonly #api: Api;
  readonly #path: string;
  readonly #changed: () => void;
  readonly #aborts = new Map<number, AbortController>();
  #lastKey = 0;

  /** `changed` is called when a file has come, or was taken away. */
  constructor(api: Api, number: number, changed: () => void) {
    this.#api = api;
    this.#path = `/tickets/${number}/attachments`;
    this.#changed = changed;
  }

  /** Those that are on the server. */
  get files(): AttachmentView[] {
    return this.items.flatMap((upload) => (upload.file ? [upload.file] : []));
  }

  /** What a draft holds, or nothing. */
  set(files: AttachmentView[]): void {
    for (const { key } of this.items) this.#aborts.get(key)?.abort();
    this.items = files.map((file) => ({ key: ++this.#lastKey, name: file.name, size: file.size, progress: 1, file }));
  }

  /** Uploads files side by side; rejects with the error of the first that failed. */
  async add(files: Iterable<File>): Promise<void> {
    const added = [...files].map((file) => ({ key: ++this.#lastKey, file }));
    for (const { key, file } of added) this.items.push({ key, name: file.name, size: file.size, progress: 0 });
    await Promise.all(added.map(({ key, file }) => this.#upload(key, file)));
  }

  remove(key: number): void {
    this.#aborts.get(key)?.abort();
    this.items = this.items.filter((upload) => upload.key !== key);
    this.#changed();
  }

  async #upload(key: number, file: File): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    const change = (to: Partial<Upload>) => {
      const upload = this.items.find((one) => one.key === key);
      if (upload) Object.assign(upload, to);
    };
    try {
      const progress = (part: number) => change({ progress: part });
      const saved = await this.#api.upload<AttachmentView>(this.#path, file, progress, abort.signal);
      change({ file: saved, progress: 1 });
      this.#changed();
    } catch (error) {
      this.remove(key);
      if (!isAbort(error)) throw error;
    } finally {
      this.#aborts.delete(key);
    }
  }
}
