import type { DatabaseSync } from 'node:sqlite';
import { MongoError, toMongoError } from './errors.ts';

/** Called when what was answered is on disk, or with the reason why it is not. */
export type Settled = (error?: MongoError) => void;

/**
 * Group commit: the writes of one turn of the event loop share a transaction, and everything answered while it is
 * open (reads too, they may have seen it) is sent only after it is durable, or with an error after a rollback.
 */
export class Commit {
  private readonly sql: DatabaseSync;
  private readonly aborted: () => void;
  private open = false;
  private waiting: Settled[] = [];

  /** `aborted` is called when a change of the catalog was rolled back. */
  constructor(sql: DatabaseSync, aborted: () => void) {
    this.sql = sql;
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
    this.sql.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.sql.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.sql.isTransaction) this.sql.exec('ROLLBACK');
      this.aborted();
      throw error;
    }
  }

  /** Has `settled` called once the writes so far are durable; at once when there are none. */
  settle(settled: Settled): void {
    if (this.open) this.waiting.push(settled);
    else settled();
  }

  flush(): void {
    if (!this.open) return;
    try {
      this.sql.exec('COMMIT');
    } catch (error) {
      return this.rollback(toMongoError(error));
    }
    this.end();
  }

  private begin(): void {
    if (this.open) return;
    this.sql.exec('BEGIN IMMEDIATE');
    this.open = true;
    setImmediate(() => this.flush());
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
    for (const settled of waiting) settled(reason);
  }
}
