import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { extractKeys, type Entries } from './extract.ts';
import { fieldsOf as fieldsOfFilter, parseFilter } from './filter.ts';
import { compileFilter, type Matcher } from './match.ts';
import { toNumber } from './number.ts';
import { splitPath } from './path.ts';
import { namesOf, type Names } from './peek.ts';
import type { SortField } from './sort.ts';
import { isTrue } from './tests.ts';
import { isDoc, isNumeric, type Doc, type Numeric } from './value.ts';

const NO_ENTRIES: Entries = { keys: [], arrays: 0, parts: [], absent: true };

/** One index of a collection: its definition and its SQLite table of ordered keys and record ids. */
export class Index {
  readonly id: number;
  readonly name: string;
  readonly spec: Doc;
  readonly fields: SortField[];
  readonly descending: boolean[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partial: Doc | undefined;
  /** Kept in step, but not for queries to find documents by. */
  readonly hidden: boolean;
  /** The top-level fields on which a document's entries depend; undefined when it may be any. */
  readonly names: Names | undefined;
  /** Which fields have ever gone through an array, one bit each; only grows. */
  arrays: number;
  private readonly inPart: Matcher | undefined;
  private readonly sql: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(sql: DatabaseSync, id: number, spec: Doc, arrays: number) {
    this.sql = sql;
    this.id = id;
    this.spec = spec;
    this.arrays = arrays;
    this.name = spec.name as string;
    this.fields = fieldsOf(spec.key as Doc);
    this.descending = this.fields.map((field) => field.descending);
    this.unique = isTrue(spec.unique) || this.name === '_id_';
    this.sparse = isTrue(spec.sparse);
    this.partial = isDoc(spec.partialFilterExpression) ? spec.partialFilterExpression : undefined;
    this.hidden = isTrue(spec.hidden);
    const part = this.partial && parseFilter(this.partial);
    this.inPart = part && compileFilter(part);
    const names = new Set(this.fields.map(({ parts }) => parts[0]!));
    this.names = !part || fieldsOfFilter(part, names) ? namesOf(names) : undefined;
  }

  /** Seconds after which documents expire, for a TTL index. */
  get expireAfterSeconds(): number | undefined {
    const seconds = this.spec.expireAfterSeconds;
    return isNumeric(seconds) ? toNumber(seconds) : undefined;
  }

  /** The keys a document has in this index. */
  entriesOf(doc: Doc): Entries {
    if (this.inPart && !this.inPart(doc)) return NO_ENTRIES;
    const entries = extractKeys(doc, this.fields, this.descending);
    return this.sparse && entries.absent ? NO_ENTRIES : entries;
  }

  createTable(): void {
    const primary = this.unique ? 'key' : 'key, rid';
    this.sql.exec(
      `CREATE TABLE i${this.id} (key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (${primary})) WITHOUT ROWID`,
    );
  }

  dropTable(): void {
    this.statements.clear();
    this.sql.exec(`DROP TABLE i${this.id}`);
  }

  /** Adds an entry; false when the index is unique and has the key already. */
  add(key: Buffer, rid: number): boolean {
    return (
      this.statement(`INSERT OR IGNORE INTO i${this.id} VALUES (?, ?)`).run(key, rid).changes === 1 || !this.unique
    );
  }

  remove(key: Buffer, rid: number): void {
    this.statement(`DELETE FROM i${this.id} WHERE key = ? AND rid = ?`).run(key, rid);
  }

  /** The record of a key in a unique index. */
  find(key: Buffer): number | undefined {
    const row = this.statement(`SELECT rid FROM i${this.id} WHERE key = ?`).get(key);
    return row && (row.rid as number);
  }

  has(key: Buffer, rid: number): boolean {
    return this.statement(`SELECT 1 FROM i${this.id} WHERE key = ? AND rid = ?`).get(key, rid) !== undefined;
  }

  /** Up to `limit` entries after (or, backwards, before) a position, within `bound`. */
  read(position: Buffer, rid: number, bound: Buffer, backwards: boolean, limit: number): Entry[] {
    const text = backwards
      ? `SELECT key, rid FROM i${this.id} WHERE (key, rid) < (?, ?) AND key >= ? ORDER BY key DESC, rid DESC LIMIT ?`
      : `SELECT key, rid FROM i${this.id} WHERE (key, rid) > (?, ?) AND key < ? ORDER BY key, rid LIMIT ?`;
    return this.statement(text).all(position, rid, bound, limit) as unknown as Entry[];
  }

  /** How many entries lie in a range, counting no further than `limit`. */
  count(start: Buffer, end: Buffer, limit: number): number {
    const text = `SELECT count(*) AS n FROM (SELECT 1 FROM i${this.id} WHERE key >= ? AND key < ? LIMIT ?)`;
    return this.statement(text).get(start, end, limit)!.n as number;
  }

  private statement(text: string): StatementSync {
    let statement = this.statements.get(text);
    if (!statement) {
      statement = this.sql.prepare(text);
      this.statements.set(text, statement);
    }
    return statement;
  }
}

/** The direction of an index field is the sign of any number. */
function fieldsOf(key: Doc): SortField[] {
  return Object.keys(key).map((path) => {
    return { path, parts: splitPath(path), descending: toNumber(key[path] as Numeric) < 0 };
  });
}

/** A row of an index table. */
export interface Entry {
  key: Uint8Array;
  rid: number;
}
