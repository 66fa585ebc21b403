import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Frames of the log (of 4 KB) after which they are copied into the file. */
const DUE = 4000;
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
  private readonly failed: (error: unknown) => void;
  private readonly look: StatementSync;
  private readonly copy: StatementSync;
  private notBefore = 0;

  /** `failed` is told why the copying failed; the log stays as it is. */
  constructor(sql: DatabaseSync, failed: (error: unknown) => void) {
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
    const { log, checkpointed } = this.progress();
    if (log - checkpointed < DUE || performance.now() < this.notBefore) return;
    try {
      this.copy.get();
    } catch (error) {
      // Nothing is lost, the log has it all; but a sync of the log may be what failed.
      this.notBefore = performance.now() + PATIENCE_MS;
      this.failed(error);
    }
  }

  private progress(): Progress {
    return this.look.get() as unknown as Progress;
  }
}
