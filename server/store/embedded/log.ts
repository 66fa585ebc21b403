import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { isIoError, MongoError, toMongoError } from './errors.ts';
import { LogDamaged, rewriteLog } from './rewrite-log.ts';

/** Called when what was answered is on disk, or with the reason why it is not. */
export type Settled = (error?: MongoError) => void;

/** What the log tells: that a sync has ended, and in words what happens to the disk; `lost` is the end. */
export interface LogListener {
  synced(): void;
  warned(words: string): void;
  lost(error: Error): void;
}

const MEND_MS = 500;

/**
 * SQLite's write-ahead log as this store syncs it: beside the thread, one sync at a time. What is written while a sync
 * runs is covered by the next one. After a sync that failed nobody knows what of the log is on disk (a second sync
 * would succeed and mean nothing): everything is refused until the log has been written anew and synced.
 */
export class Log {
  private readonly path: string;
  private readonly frames: () => number;
  private readonly listener: LogListener;
  private file: number | undefined;
  private unsynced: Settled[] = [];
  private running = false;
  private closed = false;
  private reason: MongoError | undefined;
  private mending: NodeJS.Timeout | undefined;

  /** `path` is the log's file, there once something was written; `frames` tells how many of its frames count. */
  constructor(path: string, frames: () => number, listener: LogListener) {
    this.path = path;
    this.frames = frames;
    this.listener = listener;
  }

  /** Why nothing can be made durable at present. */
  get broken(): MongoError | undefined {
    return this.reason;
  }

  get syncing(): boolean {
    return this.running;
  }

  /** Has these called when all that has been committed so far is on disk. */
  sync(settled: Settled[]): void {
    this.unsynced.push(...settled);
    this.run();
  }

  /** Told of what SQLite could not do: when it is about its files, it may be a sync that failed. */
  suspect(error: unknown): void {
    if (isIoError(error)) this.fail(error);
  }

  /** Waits for the disk. Throws when the log is not safe on it. */
  close(): void {
    this.closed = true;
    clearTimeout(this.mending);
    if (this.reason) this.rewrite();
    else if (this.file !== undefined) fdatasyncSync(this.file);
    this.answer(this.unsynced);
    if (!this.running) this.release();
  }

  private run(): void {
    if (this.running || this.unsynced.length === 0) return;
    const covered = this.unsynced;
    this.unsynced = [];
    this.running = true;
    this.start((error) => {
      this.running = false;
      if (this.closed) this.release();
      else if (error && error !== this.reason) this.fail(error);
      this.answer(covered);
      if (this.closed) return;
      this.listener.synced();
      this.run();
    });
  }

  /** Refuses everything until the log is mended. */
  private fail(error: unknown): void {
    const { code, message } = toMongoError(error);
    const first = this.reason === undefined;
    this.reason = new MongoError(code, `The disk failed; the write may be lost or not: ${message}`);
    if (first) this.listener.warned(`The store refuses to write until its disk works again: ${message}`);
    this.mending ??= setTimeout(() => this.mend(), MEND_MS);
  }

  private answer(covered: Settled[]): void {
    for (const settled of covered) settled(this.reason);
  }

  private release(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private start(ended: (error: unknown) => void): void {
    if (this.reason) return void setImmediate(ended, this.reason);
    try {
      fdatasync(this.handle(), ended);
    } catch (error) {
      setImmediate(ended, error);
    }
  }

  private mend(): void {
    this.mending = undefined;
    try {
      if (this.running) throw this.reason!;
      this.rewrite();
      this.listener.warned('The disk of the store works again.');
    } catch (error) {
      if (error instanceof LogDamaged) return this.listener.lost(error);
      this.mending = setTimeout(() => this.mend(), MEND_MS);
    }
  }

  private rewrite(): void {
    rewriteLog(this.handle(), this.frames());
    fdatasyncSync(this.handle());
    this.reason = undefined;
  }

  private handle(): number {
    return (this.file ??= openSync(this.path, 'r+'));
  }
}
