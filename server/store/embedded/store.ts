import type { DatabaseSync } from 'node:sqlite';
import { Catalog } from './catalog.ts';
import type { Collection } from './collection.ts';
import { Commit, type CommitListener } from './commit.ts';
import { Cursors } from './cursor.ts';
import { openFile } from './file.ts';
import { newDoc, type Doc } from './value.ts';

const SILENT = { warned: () => {}, lost: () => {} };

/** One open file with everything that serves it. */
export class Store {
  readonly sql: DatabaseSync;
  readonly catalog: Catalog;
  readonly commit: Commit;
  readonly cursors = new Cursors();
  readonly startedAt = Date.now();

  /** Opens the SQLite file at `path`; see `openFile` for what it refuses. `listener` hears of a failing disk. */
  constructor(path: string, listener: Pick<CommitListener, 'warned' | 'lost'> = SILENT) {
    this.sql = openFile(path);
    this.catalog = new Catalog(this.sql);
    this.commit = new Commit(this.sql, path, { ...listener, aborted: () => this.catalog.refresh() });
  }

  find(namespace: string): Collection | undefined {
    return this.catalog.collections.get(namespace);
  }

  /** The collection, made if there is none (as a first write does). */
  ensure(namespace: string, options: Doc = newDoc()): Collection {
    return this.find(namespace) ?? this.commit.alone(() => this.catalog.create(namespace, options));
  }

  /** Makes everything durable, folds the log into the file and closes it. */
  close(): void {
    this.commit.close();
    this.sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.sql.close();
  }
}
