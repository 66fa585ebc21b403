import { Worker } from 'node:worker_threads';
import { MongoError } from './errors.ts';
import type { Message } from './run.ts';

/** What the thread beside is asked, and what it answers; `cursors` are those it holds open. */
export type AsideTask =
  { id: number; kind: 'read'; message: Message } | { id: number; kind: 'copy' } | { id: number; kind: 'look' };
export interface AsideNews {
  id: number;
  cursors: number;
  reply?: Uint8Array;
  error?: { message: string; errcode?: number };
}

interface Waiting {
  isRead: boolean;
  done(news: AsideNews): void;
  failed(error: unknown): void;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

const IDLE_MS = 30_000;

/**
 * The thread beside the store's: long reads, which would keep all others waiting, and copying the log into the file. It
 * has a connection of its own, which sees everything that was committed before it was asked. Started when it is
 * needed, ended when it was idle for a while and holds no cursor.
 */
export class Aside {
  private readonly file: string;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private ending = false;

  /** `file` is the database's path, which this process has open. */
  constructor(file: string) {
    this.file = file;
  }

  /** True while a long read keeps it from everything else. */
  get isReading(): boolean {
    return [...this.waiting.values()].some(({ isRead }) => isRead);
  }

  /** The encoded answer to a command that only reads. What it is to see must have been committed. */
  async read({ body, sequences, room }: Message): Promise<Buffer> {
    // Copies, because a view would be sent with all of the memory it is a view of.
    const own = sequences.map(({ name, documents }) => ({ name, documents: documents.map((bytes) => copyOf(bytes)) }));
    const { reply } = await this.ask({ kind: 'read', message: { body: copyOf(body), sequences: own, room } });
    return Buffer.from(reply!.buffer, reply!.byteOffset, reply!.byteLength);
  }

  /** Copies of the log into the file what can be copied now. */
  async copyLog(): Promise<void> {
    await this.ask({ kind: 'copy' });
  }

  /** What it was asked before is answered first. */
  async end(): Promise<void> {
    this.ending = true;
    clearTimeout(this.idle);
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise((done) => worker.once('exit', done));
    worker.postMessage('end');
    await ended;
  }

  private ask(task: Unnumbered<AsideTask>): Promise<AsideNews> {
    this.worker ??= this.start();
    clearTimeout(this.idle);
    const id = ++this.lastId;
    return new Promise((done, failed) => {
      this.waiting.set(id, { isRead: task.kind === 'read', done, failed });
      this.worker!.postMessage({ ...task, id });
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./aside-worker.ts', import.meta.url), { workerData: this.file, name: 'aside' });
    let reason: unknown = new MongoError(1, 'Internal error: the thread for long reads has ended');
    worker.on('error', (error) => (reason = error));
    worker.on('exit', () => {
      // Ended for being idle; another one may be at work already.
      if (this.worker !== worker) return;
      this.worker = undefined;
      for (const { failed } of this.waiting.values()) failed(reason);
      this.waiting.clear();
    });
    worker.on('message', (news: AsideNews) => this.answered(news));
    return worker;
  }

  private answered(news: AsideNews): void {
    const waiting = this.waiting.get(news.id);
    this.waiting.delete(news.id);
    if (news.error) waiting?.failed(Object.assign(new Error(news.error.message), news.error));
    else waiting?.done(news);
    // A timer would keep the store's thread from ending.
    if (this.waiting.size > 0 || this.ending) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.endWhenIdle().catch(() => {}), IDLE_MS);
  }

  /** Cursors that nobody has used for long are closed by looking. */
  private async endWhenIdle(): Promise<void> {
    const { cursors } = await this.ask({ kind: 'look' });
    if (cursors === 0 && this.waiting.size === 0) {
      const { worker } = this;
      this.worker = undefined;
      worker?.postMessage('end');
    }
  }
}

function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}
