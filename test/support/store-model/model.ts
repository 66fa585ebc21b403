import { mongo } from 'mongoose';
import { entriesOf, keysOf, ParallelArrays, sameKey, sorted, type IndexSpec } from './keys.ts';
import { matches, positionOf, valuesAt } from './match.ts';
import type { Operation, Sort } from './operations.ts';
import { isDoc, order, type Doc, type Value } from './order.ts';
import { clone, Refused, updated } from './update.ts';

// The classes of the driver, whatever else is loaded.
const { EJSON, Int32 } = mongo.BSON;

/** What an operation answers. `values` and `groups` are known up to what compares equal. */
export type Outcome =
  | { kind: 'refused' }
  | { kind: 'written'; n: number; modified?: number; upserted?: boolean; failed?: number[] }
  | { kind: 'documents'; documents: Doc[]; ordered: boolean }
  | { kind: 'values'; values: Value[] }
  | { kind: 'groups'; groups: { value: Value; count: number }[] };

/** The operation as it is to be run, and what must come of it. Undefined: it has no one right answer. */
export interface Prediction {
  run: Operation;
  outcome: Outcome;
}

const REFUSED: Outcome = { kind: 'refused' };

/** A collection as a list of documents. */
export class Model {
  docs: Doc[] = [];
  indexes: IndexSpec[] = [];
  private made = 1000;

  /** What an operation does here, done. */
  predict(operation: Operation): Prediction | undefined {
    try {
      return this.run(operation);
    } catch (error) {
      if (error instanceof ParallelArrays) return undefined;
      throw error;
    }
  }

  private run(operation: Operation): Prediction | undefined {
    switch (operation.kind) {
      case 'insert':
        return { run: operation, outcome: this.insert(operation.documents, operation.ordered) };
      case 'update':
        return this.update(operation);
      case 'replace':
        return this.replace(operation);
      case 'modify':
        return this.modify(operation);
      case 'delete': {
        const found = this.find(operation.filter);
        this.docs = this.docs.filter((doc) => !found.includes(doc));
        return { run: operation, outcome: { kind: 'written', n: found.length } };
      }
      case 'index':
        return this.index(operation);
      case 'drop':
        if (this.indexes.length === 0) return undefined;
        return { run: operation, outcome: this.drop(operation.place % this.indexes.length) };
      default:
        return { run: operation, outcome: this.read(operation) };
    }
  }

  private find(filter: Doc): Doc[] {
    return this.docs.filter((doc) => matches(doc, filter));
  }

  private read(operation: Extract<Operation, { kind: 'find' | 'count' | 'distinct' | 'group' }>): Outcome {
    const found = this.find(operation.filter);
    if (operation.kind === 'count') return { kind: 'written', n: found.length };
    if (operation.kind === 'find') return this.page(found, operation.sort, operation.skip, operation.limit);
    if (operation.kind === 'distinct') {
      const values = found.flatMap((doc) => valuesAt(doc, operation.path));
      const open = values.flatMap((value) => (Array.isArray(value) ? (value as Value[]) : [value]));
      return { kind: 'values', values: different(open.filter((value) => value !== undefined)) };
    }
    const keys = found.map((doc) => follow(doc, operation.path.split('.')) ?? null);
    const groups = different(keys).map((value) => {
      return { value, count: keys.filter((key) => order(key, value) === 0).length };
    });
    return { kind: 'groups', groups };
  }

  private page(found: Doc[], sort: Sort, skip: number, limit: number): Outcome {
    const ordered = Object.keys(sort).length > 0;
    if (!ordered) return { kind: 'documents', documents: found, ordered };
    try {
      const all = sorted(found, sort);
      return { kind: 'documents', documents: all.slice(skip, limit > 0 ? skip + limit : undefined), ordered };
    } catch (error) {
      if (error instanceof ParallelArrays) return REFUSED;
      throw error;
    }
  }

  private insert(documents: Doc[], ordered: boolean): Outcome {
    for (const doc of documents) this.checkIndexable(doc);
    const failed: number[] = [];
    let n = 0;
    for (const [i, doc] of documents.entries()) {
      if (this.collides([doc], [])) failed.push(i);
      else n = this.docs.push(clone(doc) as Doc) && n + 1;
      if (failed.length > 0 && ordered) break;
    }
    return { kind: 'written', n, failed };
  }

  private update(operation: Extract<Operation, { kind: 'update' }>): Prediction | undefined {
    const { filter, array } = operation;
    const found = this.find(filter);
    if (found.length === 0) return this.upsert(operation, operation.update);
    // Which one of several is updated is left to the engine.
    const run = { ...operation, many: operation.many || found.length > 1, upsert: false };
    const change = (doc: Doc) => updated(doc, operation.update, position(doc, filter, array), false);
    const next = this.changed(found, change);
    if (!next) return found.length > 1 ? undefined : { run, outcome: REFUSED };
    return { run, outcome: { kind: 'written', n: found.length, modified: this.commit(found, next), upserted: false } };
  }

  private replace(operation: Extract<Operation, { kind: 'replace' }>): Prediction | undefined {
    const [found] = this.find(operation.filter);
    const make = (id: Value): Doc => ({ _id: id, ...(clone(operation.document) as Doc) });
    if (!found) {
      if (!operation.upsert)
        return { run: operation, outcome: { kind: 'written', n: 0, modified: 0, upserted: false } };
      return this.create(operation, make(operation.filter['_id']));
    }
    const next = this.changed([found], (doc) => make(doc['_id']));
    if (!next) return { run: operation, outcome: REFUSED };
    return {
      run: operation,
      outcome: { kind: 'written', n: 1, modified: this.commit([found], next), upserted: false },
    };
  }

  private modify(operation: Extract<Operation, { kind: 'modify' }>): Prediction | undefined {
    const { filter, sort, update, after } = operation;
    const found = this.find(filter);
    if (found.length === 0) {
      if (!update || !operation.upsert) return { run: { ...operation, upsert: false }, outcome: documents([]) };
      const made = this.upsert(operation, update);
      if (!made || made.outcome.kind !== 'written') return made;
      return { run: made.run, outcome: documents(after && made.outcome.upserted ? [this.docs.at(-1)!] : []) };
    }
    const page = this.page(found, sort, 0, 1);
    if (page.kind !== 'documents') return { run: { ...operation, upsert: false }, outcome: page };
    const [first] = page.documents as [Doc];
    const run = { ...operation, upsert: false };
    if (!update) {
      this.docs = this.docs.filter((doc) => doc !== first);
      return { run, outcome: documents([first]) };
    }
    const next = this.changed([first], (doc) => updated(doc, update, -1, false));
    if (!next) return { run, outcome: REFUSED };
    this.commit([first], next);
    return { run, outcome: documents([after ? next[0]! : first]) };
  }

  /** Only for filters whose equalities are plain to see, and with an `_id` that is known. */
  private upsert(operation: Extract<Operation, { kind: 'update' | 'modify' }>, update: Doc): Prediction | undefined {
    const nothing: Outcome = { kind: 'written', n: 0, modified: 0, upserted: false };
    const base = operation.upsert ? equalitiesOf(operation.filter) : undefined;
    if (!base) return { run: { ...operation, upsert: false }, outcome: nothing };
    const _id = base['_id'] ?? new Int32(this.made++);
    const setOnInsert = { ...(update['$setOnInsert'] as Doc | undefined), ...(base['_id'] === undefined && { _id }) };
    const run = { ...operation, update: { ...update, $setOnInsert: setOnInsert } };
    try {
      const made = updated({ _id, ...base }, { ...update, $setOnInsert: update['$setOnInsert'] ?? {} }, -1, true);
      return this.create(run, made);
    } catch (error) {
      if (error instanceof Refused) return { run, outcome: REFUSED };
      throw error;
    }
  }

  private create(run: Operation, doc: Doc): Prediction {
    this.checkIndexable(doc);
    if (this.collides([doc], [])) return { run, outcome: REFUSED };
    this.docs.push(doc);
    return { run, outcome: { kind: 'written', n: 1, modified: 0, upserted: true } };
  }

  /** The new documents; undefined when one of them is refused. */
  private changed(found: Doc[], change: (doc: Doc) => Doc): Doc[] | undefined {
    try {
      const next = found.map(change);
      next.forEach((doc) => this.checkIndexable(doc));
      return this.collides(next, found) ? undefined : next;
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  private commit(found: Doc[], next: Doc[]): number {
    const modified = found.filter((doc, i) => text(doc) !== text(next[i]!)).length;
    found.forEach((doc, i) => (this.docs[this.docs.indexOf(doc)] = next[i]!));
    return modified;
  }

  /** True when one of the documents has a unique key that another one has, or (so that the order does not matter) had. */
  private collides(next: Doc[], before: Doc[]): boolean {
    const unique = [{ key: { _id: 1 as const } }, ...this.indexes.filter((index) => index.unique)];
    return unique.some((index) => {
      const taken = this.docs.map((doc) => ({ doc, keys: entriesOf(doc, index) }));
      const made = next.map((doc, i) => ({ doc: before[i], keys: entriesOf(doc, index) }));
      return made.some(({ doc, keys }, i) =>
        [...taken.filter((other) => other.doc !== doc), ...made.filter((_, j) => j !== i)].some((other) =>
          keys.some((key) => other.keys.some((theirs) => sameKey(key, theirs))),
        ),
      );
    });
  }

  private checkIndexable(doc: Doc): void {
    // JavaScript would put fields named by numbers first: what is here could not say where they stand.
    if (/"\d+":/.test(text(doc))) throw new ParallelArrays();
    for (const index of this.indexes) keysOf(doc, Object.keys(index.key));
  }

  private index(operation: Extract<Operation, { kind: 'index' }>): Prediction | undefined {
    const { spec } = operation;
    const known = this.indexes.some((index) => text(index as never) === text(spec as never));
    if (known || this.indexes.length >= 6) return undefined;
    this.docs.forEach((doc) => keysOf(doc, Object.keys(spec.key)));
    this.indexes.push(spec);
    if (!spec.unique || !this.collides(this.docs, this.docs))
      return { run: operation, outcome: { kind: 'written', n: 1 } };
    this.indexes.pop();
    return { run: operation, outcome: REFUSED };
  }

  private drop(place: number): Outcome {
    this.indexes.splice(place, 1);
    return { kind: 'written', n: 1 };
  }
}

const documents = (list: Doc[]): Outcome => ({ kind: 'documents', documents: list, ordered: true });
/** A document with all its types. */
export const text = (doc: Doc): string => EJSON.stringify(doc, { relaxed: false });

function position(doc: Doc, filter: Doc, array: string | undefined): number {
  return array === undefined ? -1 : positionOf(doc, array, filter[array]);
}

function equalitiesOf(filter: Doc): Doc | undefined {
  const entries = Object.entries(filter);
  const plain = entries.every(([name, value]) => /^(_id|a|b|c|o)$/.test(name) && !isDoc(value));
  return plain ? Object.fromEntries(entries) : undefined;
}

function different(values: Value[]): Value[] {
  const sortedValues = [...values].sort(order);
  return sortedValues.filter((value, i) => i === 0 || order(value, sortedValues[i - 1]) !== 0);
}

/** A path as expressions read it: through an array it is the list of what its documents have there. */
function follow(value: Value, [part, ...rest]: string[]): Value {
  if (part === undefined) return value;
  if (isDoc(value)) return follow(value[part], rest);
  if (!Array.isArray(value)) return undefined;
  return value.filter(isDoc).flatMap((item) => {
    const found = follow(item, [part, ...rest]);
    return found === undefined ? [] : [found];
  });
}
