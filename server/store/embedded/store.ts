import type { DatabaseSync } from 'node:sqlite';
import { Aside } from './aside.ts';
import { Catalog } from './catalog.ts';
import type { Collection } from './collection.ts';
import { Commit, type CommitListener } from './commit.ts';
import { Cursors } from './cursor.ts';
import { openBeside, openFile } from './file.ts';
import { Pace } from './pace.ts';
import { newDoc, type Doc } from './value.ts';

const SILENT = { warned: () => {}, lost: () => {} };

export interface StoreOptions {
  /** Hears of a failing disk. */
  listener?: Pick<CommitListener, 'warned' | 'lost'>;
  aside?: Aside | undefined;
  beside?: boolean;
}

/** One open file with everything that serves it. */
export class Store {
  readonly sql: DatabaseSync;
  readonly catalog: Catalog;
  readonly commit: Commit;
  readonly cursors: Cursors;
  readonly pace = new Pace();
  readonly startedAt = Date.now();
  /** The thread for what takes long; without one it is done here. */
  readonly aside: Aside | undefined;

  /** Opens the SQLite file at `path`; see `openFile` for what it refuses. */
  constructor(path: string, { listener = SILENT, aside, beside = false }: StoreOptions = {}) {
    this.sql = beside ? openBeside(path) : openFile(path);
    this.aside = aside;
    this.cursors = new Cursors(beside);
    this.catalog = new Catalog(this.sql, this.pace);
    const aborted = () => this.catalog.refresh();
    this.commit = new Commit(this.sql, path, { ...listener, aborted }, aside);
  }

  /** A second view of a file that this process has open, for reading. */
  static beside(path: string): Store {
    return new Store(path, { beside: true });
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
