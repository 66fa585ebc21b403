// Writes the table of what the embedded store does and refuses into its README, from a run:
//   node test/support/compatibility.ts
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { startEmbedded } from '../../server/store/embedded/start.ts';

export const README = join(import.meta.dirname, '../../server/store/embedded/README.md');
const [START, END] = ['<!-- compatibility -->', '<!-- /compatibility -->'];
const { Long } = mongo.BSON;

type Command = mongo.BSON.Document;
const find = (more: Command): Command => ({ find: 'c', ...more });
const update = (q: Command, u: unknown, more: Command = {}): Command => ({ update: 'c', updates: [{ q, u, ...more }] });
const pipeline = (...stages: Command[]): Command => ({ aggregate: 'c', pipeline: stages, cursor: {} });
const index = (key: Command, more: Command = {}): Command => ({
  createIndexes: 'i',
  indexes: [{ key, name: JSON.stringify([key, more]), ...more }],
});

/** What is tried, by area; each command on a collection `c` of one document, and all of a row give its answer. */
const ROWS: [area: string, what: string, ...commands: Command[]][] = [
  ['commands', 'insert', { insert: 'c', documents: [{ _id: 2 }] }],
  ['commands', 'update with operators', update({ _id: 1 }, { $set: { x: 1 }, $push: { list: 4 } })],
  [
    'commands',
    'update by `$`, `$[]`, `$[name]`',
    update({ list: 1 }, { $set: { 'list.$': 7 } }),
    update({}, { $inc: { 'list.$[]': 1 } }),
    update({}, { $inc: { 'list.$[x]': 1 } }, { arrayFilters: [{ x: 1 }] }),
  ],
  ['commands', 'update by a pipeline', update({ _id: 1 }, [{ $set: { y: '$n' } }])],
  [
    'commands',
    'replacement, upsert',
    update({ _id: 1 }, { z: 1 }),
    update({ _id: 3 }, { $set: { z: 1 } }, { upsert: true }),
  ],
  ['commands', 'delete', { delete: 'c', deletes: [{ q: { _id: 3 }, limit: 1 }] }],
  ['commands', 'findAndModify', { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { n: 1 } }, new: true }],
  [
    'commands',
    'find with sort, skip, limit, hint, let',
    find({ sort: { n: 1 }, skip: 1, limit: 1, hint: '_id_', let: { v: 1 } }),
  ],
  [
    'commands',
    'find with `min`, `max`, `returnKey`, `showRecordId`',
    find({ min: { _id: 1 }, hint: '_id_' }),
    find({ max: { _id: 1 }, hint: '_id_' }),
    find({ returnKey: true }),
    find({ showRecordId: true }),
  ],
  ['commands', 'find with `tailable`', find({ tailable: true })],
  [
    'commands',
    'collation of strength 1, 2, 3',
    ...[1, 2, 3].map((strength) => find({ collation: { locale: 'en', strength } })),
  ],
  [
    'commands',
    'collation of strength 4, 5',
    ...[4, 5].map((strength) => find({ collation: { locale: 'en', strength } })),
  ],
  ['commands', 'count, distinct', { count: 'c', query: { n: 1 } }, { distinct: 'c', key: 'n' }],
  ['commands', 'explain', { explain: find({}), verbosity: 'executionStats' }],
  [
    'commands',
    'collStats, dbStats, serverStatus, validate',
    { collStats: 'c' },
    { dbStats: 1 },
    { serverStatus: 1 },
    { validate: 'c' },
  ],
  ['commands', 'listCollections, listIndexes', { listCollections: 1 }, { listIndexes: 'c' }],
  ['commands', 'collMod of a validator', { collMod: 'c', validator: { n: 1 } }],
  ['commands', 'create, drop, dropDatabase', { create: 'other' }, { drop: 'c' }, { dropDatabase: 1 }],
  ['commands', 'startSession, endSessions', { startSession: 1 }, { endSessions: [] }],
  ['commands', 'transactions', find({ txnNumber: Long.fromNumber(1), startTransaction: true, autocommit: false })],
  ['commands', 'bulkWrite of 8.0', { bulkWrite: 1, ops: [], nsInfo: [] }],
  ['commands', 'mapReduce', { mapReduce: 'c' }],
  [
    'collections',
    'with a validator, `$jsonSchema` too',
    { create: 'v', validator: { $jsonSchema: { required: ['a'] } } },
  ],
  ['collections', 'capped', { create: 'cap', capped: true, size: 1000 }],
  ['collections', 'views', { create: 'view', viewOn: 'c', pipeline: [] }],
  ['collections', 'time series', { create: 'ts', timeseries: { timeField: 't' } }],
  ['indexes', 'single, compound, descending, multikey', index({ a: 1 }), index({ a: 1, b: -1 }), index({ list: -1 })],
  ['indexes', 'unique', index({ a: 1 }, { unique: true })],
  ['indexes', 'sparse', index({ a: 1 }, { sparse: true })],
  ['indexes', 'partial', index({ a: 1 }, { partialFilterExpression: { a: { $gt: 1 } } })],
  ['indexes', 'TTL', index({ at: 1 }, { expireAfterSeconds: 60 })],
  ['indexes', 'hidden', index({ b: 1 }, { hidden: true })],
  ['indexes', 'with a collation', index({ a: 1 }, { collation: { locale: 'en' } })],
  ['indexes', 'text', index({ a: 'text' })],
  ['indexes', 'hashed', index({ a: 'hashed' })],
  ['indexes', 'wildcard', index({ '$**': 1 })],
  ['indexes', 'geographic', index({ a: '2dsphere' })],
  ['queries', '`$text`', find({ filter: { $text: { $search: 'a' } } })],
  ['queries', '`$near`', find({ filter: { a: { $near: [1, 1] } } })],
  [
    'queries',
    '`$geoWithin`, `$geoIntersects`',
    find({ filter: { a: { $geoWithin: {} } } }),
    find({ filter: { a: { $geoIntersects: {} } } }),
  ],
  ['queries', '`$where`', find({ filter: { $where: 'true' } })],
  [
    'queries',
    '`$expr`, `$jsonSchema`, `$elemMatch`, `$all`',
    find({ filter: { $expr: { $gt: ['$n', 0] } } }),
    find({ filter: { $jsonSchema: { required: ['n'] } } }),
    find({ filter: { list: { $elemMatch: { $gt: 1 }, $all: [1] } } }),
  ],
  [
    'stages',
    '`$match` `$sort` `$group` `$project` `$unwind` `$facet`',
    pipeline(
      { $match: { n: 1 } },
      { $sort: { n: 1 } },
      { $unwind: '$list' },
      { $facet: { a: [{ $group: { _id: '$n' } }, { $project: { a: '$_id' } }] } },
    ),
  ],
  [
    'stages',
    '`$lookup` `$graphLookup` `$unionWith`',
    pipeline({ $unionWith: 'c' }),
    pipeline({ $lookup: { from: 'c', localField: 'n', foreignField: 'n', as: 'x' } }),
    pipeline({ $graphLookup: { from: 'c', startWith: '$n', connectFromField: 'n', connectToField: '_id', as: 'x' } }),
  ],
  [
    'stages',
    '`$setWindowFields` `$densify` `$fill` `$redact`',
    pipeline({ $redact: '$$KEEP' }),
    pipeline({ $densify: { field: 'n', range: { step: 1, bounds: 'full' } } }),
    pipeline({ $fill: { output: { q: { value: 1 } } } }),
    pipeline({ $setWindowFields: { sortBy: { n: 1 }, output: { r: { $rank: {} } } } }),
  ],
  ['stages', '`$out` `$merge`', pipeline({ $merge: 'merged' }), pipeline({ $out: 'out' })],
  ['stages', '`$changeStream`', pipeline({ $changeStream: {} })],
  [
    'stages',
    '`$geoNear` `$search` `$indexStats` `$collStats`',
    ...['$geoNear', '$search', '$indexStats', '$collStats'].map((name) => pipeline({ [name]: {} })),
  ],
  [
    'expressions',
    '`$function`, `$accumulator`',
    pipeline({ $project: { x: { $function: { body: '', args: [], lang: 'js' } } } }),
    pipeline({ $group: { _id: 1, x: { $accumulator: {} } } }),
  ],
  [
    'expressions',
    '`$toHashedIndexKey`, `$meta`',
    ...['$toHashedIndexKey', '$meta'].map((name) => pipeline({ $addFields: { x: { [name]: 1 } } })),
  ],
];

/** The table as it is now, from a store of its own. */
export async function makeTable(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ombud-table-'));
  const store = await startEmbedded({ dataDir });
  const client = await new mongo.MongoClient(store.uri).connect();
  try {
    const lines = ['| area | what | here |', '| --- | --- | --- |'];
    for (const [area, what, ...commands] of ROWS) {
      const answers = new Set<string>();
      for (const command of commands) answers.add(await answer(client, command));
      lines.push(`| ${area} | ${what} | ${[...answers].join(', ')} |`);
    }
    return lines.join('\n');
  } finally {
    await client.close();
    await store.stop();
    rmSync(dataDir, { recursive: true });
  }
}

async function answer(client: mongo.MongoClient, command: Command): Promise<string> {
  const db = client.db('table');
  await db.dropDatabase();
  await db.collection<Command>('c').insertOne({ _id: 1 as never, n: 1, list: [1, 2, 3] });
  const reply = await db.command(command).catch((error: Command) => error);
  const refusal = (reply['writeErrors'] as Command[] | undefined)?.[0] ?? (reply['ok'] === 1 ? undefined : reply);
  return refusal ? `refused (${String(refusal['code'])})` : 'yes';
}

/** The table as the README has it, without the spaces that align it. */
export function writtenTable(): string {
  const text = readFileSync(README, 'utf8').split(START)[1]?.split(END)[0] ?? '';
  return text.trim().replace(/ +\|/g, ' |').replace(/-+/g, '---');
}

if (import.meta.main) {
  const text = readFileSync(README, 'utf8');
  const [before = '', after = ''] = [text.split(START)[0], text.split(END)[1]];
  writeFileSync(README, `${before}${START}\n\n${await makeTable()}\n\n${END}${after}`);
}
