import type { DatabaseSync } from 'node:sqlite';
import type { Aside } from './aside.ts';
import { Checkpoint } from './checkpoint.ts';
import { MongoError, toMongoError } from './errors.ts';
import { Log, type LogListener, type Settled } from './log.ts';

interface Waiting {
  settled: Settled;
  /** False for reads, and for writes whose write concern says `j: false`. */
  durable: boolean;
}

/** `aborted` is called when something was rolled back, and with it changes of the catalog. */
export interface CommitListener extends Pick<LogListener, 'warned' | 'lost'> {
  aborted(): void;
}

/**
 * Group commit: the writes of one turn of the event loop, and of those that pass while the disk is at work, share a
 * transaction. Reads and `j: false` writes are answered after its commit, others when the log is on disk as well.
 * SQLite does not wait for the disk (synchronous = NORMAL); we do, in another thread, while the next group is at work.
 */
export class Commit {
  private readonly sql: DatabaseSync;
  private readonly log: Log;
  private readonly checkpoint: Checkpoint;
  private readonly listener: CommitListener;
  private open = false;
  private wrote = false;
  private scheduled = false;
  private waiting: Waiting[] = [];

  /** `path` is the database's file. */
  constructor(sql: DatabaseSync, path: string, listener: CommitListener, aside?: Aside) {
    this.sql = sql;
    this.listener = listener;
    this.checkpoint = new Checkpoint(sql, aside, (error) => this.log.suspect(error));
    this.log = new Log(`${path}-wal`, () => this.checkpoint.frames(), { ...listener, synced: () => this.flush() });
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
      throw this.rollback(error);
    }
  }

  /** Runs a change of the catalog in a transaction of its own; it is answered when that is on disk. */
  alone<T>(work: () => T): T {
    this.flush();
    this.refuseWhenBroken();
    this.sql.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.sql.exec('COMMIT');
      this.wrote = true;
      return result;
    } catch (error) {
      if (this.sql.isTransaction) this.sql.exec('ROLLBACK');
      this.log.suspect(error);
      this.listener.aborted();
      throw error;
    }
  }

  /** Has `settled` called once the command that has just run may be answered. `relaxed`: it asks for no journal. */
  settle(settled: Settled, relaxed = false): void {
    const durable = this.wrote && !relaxed;
    this.wrote = false;
    if (this.open) {
      this.waiting.push({ settled, durable });
      if (!durable) this.schedule();
    } else if (durable) this.log.sync([settled]);
    else settled();
  }

  /** Commits the open group; its durable writes are answered when the log is on disk. */
  flush(): void {
    if (!this.open) return;
    try {
      this.refuseWhenBroken();
      this.sql.exec('COMMIT');
    } catch (error) {
      return void this.rollback(error);
    }
    this.end();
    this.checkpoint.afterCommit();
  }

  /** Commits, and waits for the disk. */
  close(): void {
    this.flush();
    this.log.close();
  }

  private begin(): void {
    this.refuseWhenBroken();
    this.wrote = true;
    if (this.open) return;
    this.sql.exec('BEGIN IMMEDIATE');
    this.open = true;
    this.schedule();
  }

  private refuseWhenBroken(): void {
    if (this.log.broken) throw this.log.broken;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      // None of these could be answered before the running sync has ended: until then the group may grow.
      const patient = this.log.syncing && this.waiting.every(({ durable }) => durable);
      if (!patient) this.flush();
    });
  }

  private rollback(error: unknown): MongoError {
    const reason = toMongoError(error);
    this.log.suspect(error);
    try {
      if (this.sql.isTransaction) this.sql.exec('ROLLBACK');
      this.listener.aborted();
    } finally {
      this.end(reason);
    }
    return reason;
  }

  private end(reason?: MongoError): void {
    this.open = false;
    const waiting = this.waiting;
    this.waiting = [];
    const durable: Settled[] = [];
    for (const { settled, durable: asksForDisk } of waiting) {
      if (asksForDisk && !reason) durable.push(settled);
      else settled(reason);
    }
    this.log.sync(durable);
  }
}
