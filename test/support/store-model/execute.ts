import type { mongo } from 'mongoose';
import type { IndexSpec } from './keys.ts';
import type { Outcome } from './model.ts';
import type { Operation } from './operations.ts';
import type { Doc, Value } from './order.ts';

const EXACT = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const;
type Reply = mongo.BSON.Document;

/** A collection of an engine. */
export interface Target {
  db: mongo.Db;
  name: string;
}

/** Runs an operation on a collection with raw commands; `reason` is what a refusal said. */
export async function execute(target: Target, operation: Operation): Promise<{ outcome: Outcome; reason?: string }> {
  try {
    const reply = await target.db.command(commandOf(target.name, operation), EXACT);
    const [error] = (reply['writeErrors'] ?? []) as Reply[];
    if (error && operation.kind !== 'insert') return refused(error['code'], error['errmsg']);
    return { outcome: outcomeOf(operation, reply) };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === undefined) throw error;
    return refused(code, message);
  }
}

const refused = (code: unknown, message: unknown) => ({
  outcome: { kind: 'refused' } as const,
  reason: `${String(code)} ${String(message)}`,
});

function commandOf(name: string, operation: Operation): Reply {
  switch (operation.kind) {
    case 'insert':
      return { insert: name, documents: operation.documents, ordered: operation.ordered };
    case 'update': {
      const { filter: q, update: u, many: multi, upsert } = operation;
      return { update: name, updates: [{ q, u, multi, upsert }] };
    }
    case 'replace':
      return { update: name, updates: [{ q: operation.filter, u: operation.document, upsert: operation.upsert }] };
    case 'delete':
      return { delete: name, deletes: [{ q: operation.filter, limit: 0 }] };
    case 'modify': {
      const { filter: query, sort, update, upsert, after } = operation;
      return { findAndModify: name, query, sort, ...(update ? { update, upsert, new: after } : { remove: true }) };
    }
    case 'find': {
      const { filter, sort, skip, limit } = operation;
      const paged = Object.keys(sort).length > 0;
      return { find: name, filter, ...(paged && { sort, skip, limit }), batchSize: 1000 };
    }
    case 'count':
      return { count: name, query: operation.filter };
    case 'distinct':
      return { distinct: name, key: operation.path, query: operation.filter };
    case 'group':
      return {
        aggregate: name,
        pipeline: [{ $match: operation.filter }, { $group: { _id: `$${operation.path}`, count: { $sum: 1 } } }],
        cursor: { batchSize: 1000 },
      };
    case 'index':
      return { createIndexes: name, indexes: [{ ...operation.spec, name: indexName(operation.spec) }] };
    case 'drop':
      throw new Error('an index is dropped by name');
  }
}

/** Drops an index as it was made. */
export async function dropIndex({ db, name }: Target, spec: IndexSpec): Promise<void> {
  await db.command({ dropIndexes: name, index: indexName(spec) });
}

/** The same for the same index only. */
function indexName({ key, ...options }: IndexSpec): string {
  return [...Object.entries(key).flat(), ...Object.entries(options).map((option) => JSON.stringify(option))].join('_');
}

function outcomeOf(operation: Operation, reply: Reply): Outcome {
  const number = (value: unknown): number => Number(String(value ?? 0));
  switch (operation.kind) {
    case 'insert': {
      const failed = ((reply['writeErrors'] ?? []) as Reply[]).map(({ index }) => number(index));
      return { kind: 'written', n: number(reply['n']), failed };
    }
    case 'update':
    case 'replace': {
      const upserted = reply['upserted'] !== undefined;
      return { kind: 'written', n: number(reply['n']), modified: number(reply['nModified']), upserted };
    }
    case 'find': {
      const documents = (reply['cursor'] as Reply)['firstBatch'] as Doc[];
      return { kind: 'documents', documents, ordered: Object.keys(operation.sort).length > 0 };
    }
    case 'modify':
      return { kind: 'documents', documents: reply['value'] ? [reply['value'] as Doc] : [], ordered: true };
    case 'distinct':
      return { kind: 'values', values: reply['values'] as Value[] };
    case 'group': {
      const rows = (reply['cursor'] as Reply)['firstBatch'] as { _id: Value; count: unknown }[];
      return { kind: 'groups', groups: rows.map(({ _id, count }) => ({ value: _id, count: number(count) })) };
    }
    default:
      return { kind: 'written', n: operation.kind === 'index' ? 1 : number(reply['n']) };
  }
}
