import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { MongoError, toMongoError } from './errors.ts';

/** Called when what was answered is on disk, or with the reason why it is not. */
export type Settled = (error?: MongoError) => void;

interface Waiting {
  settled: Settled;
  /** False for reads, and for writes whose write concern says `j: false`. */
  durable: boolean;
}

/**
 * Group commit: the writes of one turn of the event loop share a transaction. Reads and `j: false` writes are answered
 * after its commit, others when the log is on disk as well. SQLite does not wait for the disk (synchronous = NORMAL);
 * we do, in another thread, while the next group is at work. What is durable makes everything before it durable.
 */
export class Commit {
  private readonly sql: DatabaseSync;
  private readonly log: string;
  private readonly aborted: () => void;
  private file: number | undefined;
  private open = false;
  private wrote = false;
  private waiting: Waiting[] = [];
  private unsynced: Settled[] = [];
  private syncing = false;
  /** A log that could not be synced is in an unknown state: nothing is written any more. */
  private broken: MongoError | undefined;

  /** `path` is the database's file; `aborted` is called when a change of the catalog was rolled back. */
  constructor(sql: DatabaseSync, path: string, aborted: () => void) {
    this.sql = sql;
    this.log = `${path}-wal`;
    this.aborted = aborted;
  }

  /**
   * Runs a write in the shared transaction. A refusal (MongoError) must leave nothing behind; any other error may
   * have, so it rolls the whole group back.
   */
  write<T>(work: () => T): T {
    this.begin();
    try {
      return work();
    } catch (error) {
      if (error instanceof MongoError) throw error;
      const reason = toMongoError(error);
      this.rollback(reason);
      throw reason;
    }
  }

  /** Runs a change of the catalog in a transaction of its own, durable when it returns. */
  alone<T>(work: () => T): T {
    this.flush();
    this.refuseWhenBroken();
    this.sql.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.sql.exec('COMMIT');
      fdatasyncSync(this.logFile());
      return result;
    } catch (error) {
      if (this.sql.isTransaction) this.sql.exec('ROLLBACK');
      this.aborted();
      throw error;
    }
  }

  /** Has `settled` called once the command that has just run may be answered. `relaxed`: it asks for no journal. */
  settle(settled: Settled, relaxed = false): void {
    const durable = this.wrote && !relaxed;
    this.wrote = false;
    if (this.open) this.waiting.push({ settled, durable });
    else settled();
  }

  /** Commits the open group; its durable writes are answered when the log is on disk. */
  flush(): void {
    if (!this.open) return;
    try {
      this.sql.exec('COMMIT');
    } catch (error) {
      return this.rollback(toMongoError(error));
    }
    this.end();
  }

  /** Commits, and waits for the disk. */
  close(): void {
    this.flush();
    if (this.file === undefined) return;
    fdatasyncSync(this.file);
    closeSync(this.file);
    this.file = undefined;
  }

  private begin(): void {
    this.refuseWhenBroken();
    this.wrote = true;
    if (this.open) return;
    this.sql.exec('BEGIN IMMEDIATE');
    this.open = true;
    setImmediate(() => this.flush());
  }

  private refuseWhenBroken(): void {
    if (this.broken) throw this.broken;
  }

  private rollback(reason: MongoError): void {
    try {
      if (this.sql.isTransaction) this.sql.exec('ROLLBACK');
    } finally {
      this.end(reason);
    }
  }

  private end(reason?: MongoError): void {
    this.open = false;
    const waiting = this.waiting;
    this.waiting = [];
    for (const { settled, durable } of waiting) {
      if (durable && !reason) this.unsynced.push(settled);
      else settled(reason);
    }
    this.sync();
  }

  /** One sync at a time; what is committed while it runs is covered by the next one. */
  private sync(): void {
    if (this.syncing || this.unsynced.length === 0) return;
    const covered = this.unsynced;
    this.unsynced = [];
    this.syncing = true;
    fdatasync(this.logFile(), (error) => {
      this.syncing = false;
      if (error) this.broken = toMongoError(error);
      for (const settled of covered) settled(this.broken);
      this.sync();
    });
  }

  private logFile(): number {
    return (this.file ??= openSync(this.log, 'r+'));
  }
}
