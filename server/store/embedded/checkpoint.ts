import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Aside } from './aside.ts';

/** Frames of the log (of 4 KB) after which they are copied into the file. */
const DUE = 4000;
/** So many are copied in a few milliseconds. */
const REST = 1000;
/** After a failure the disk gets some time. */
const PATIENCE_MS = 1000;

/** How many frames the log has, and how many of them stand in the file too; `busy` is 1 when something was in the way. */
interface Progress {
  busy: number;
  log: number;
  checkpointed: number;
}

/**
 * Copies the log into the file now and then, so that it can begin anew. SQLite would do it by itself inside a commit,
 * but would say nothing when a sync fails in it.
 */
export class Checkpoint {
  private readonly aside: Aside | undefined;
  private readonly failed: (error: unknown) => void;
  private readonly look: StatementSync;
  private readonly copy: StatementSync;
  private notBefore = 0;
  private copying = false;
  /** The other thread has copied all but what was written meanwhile. */
  private nearlyDone = false;

  /** `failed` is told why the copying failed; the log stays as it is. */
  constructor(sql: DatabaseSync, aside: Aside | undefined, failed: (error: unknown) => void) {
    this.aside = aside;
    this.failed = failed;
    this.look = sql.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.copy = sql.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** How many frames of the log count. */
  frames(): number {
    return this.progress().log;
  }

  /** To be called after a commit, when no transaction is open. */
  afterCommit(): void {
    if (this.copying) return;
    const { log, checkpointed } = this.progress();
    const missing = log - checkpointed;
    // Only when nothing is missing may the log begin anew, so the rest is copied while nobody can write.
    if (this.nearlyDone && missing < REST) return this.copyHere();
    if (missing < DUE || performance.now() < this.notBefore) return;
    if (!this.aside || this.aside.isReading) return this.copyHere();
    this.copying = true;
    void this.copyAside(this.aside);
  }

  private copyHere(): void {
    this.nearlyDone = false;
    try {
      this.copy.get();
    } catch (error) {
      this.gaveUp(error);
    }
  }

  /** Syncs and writes take tens of milliseconds, in which nothing else could be answered. */
  private async copyAside(aside: Aside): Promise<void> {
    try {
      await aside.copyLog();
      this.nearlyDone = true;
    } catch (error) {
      this.gaveUp(error);
    } finally {
      this.copying = false;
    }
  }

  /** Nothing is lost, the log has it all; but a sync of the log may be what failed. */
  private gaveUp(error: unknown): void {
    this.notBefore = performance.now() + PATIENCE_MS;
    this.failed(error);
  }

  private progress(): Progress {
    return this.look.get() as unknown as Progress;
  }
}
