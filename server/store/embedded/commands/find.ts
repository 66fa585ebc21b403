import { docFrom, type Stored } from '../collection.ts';
import { cutOf } from '../cut-fields.ts';
import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import { matcherOf, type Found, type Matcher } from '../match.ts';
import { compileProjection, isPositional } from '../project.ts';
import { planQuery, type Query } from '../query.ts';
import { map } from '../sequence.ts';
import { isTrue } from '../tests.ts';
import { isDoc, type Doc } from '../value.ts';
import { flag, namespaceOf, optionalCount, optionalDoc, readOptions, type Command } from './command.ts';

export const find: Command = {
  beside: 'when long',
  fields: [
    'filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'let', 'collation', 'min',
    'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'noCursorTimeout', 'allowPartialResults',
    'allowDiskUse', 'oplogReplay',
  ], // prettier-ignore
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    const query = queryOf(command);
    const items = results(planQuery(store.find(namespace), query).run(), command, query);
    const single = flag(command, 'singleBatch');
    const { batch, id } = store.cursors.start(namespace, items, optionalCount(command, 'batchSize') ?? 101, single);
    if (query.deadline) query.deadline.at = Infinity;
    return { cursor: { firstBatch: batch, id, ns: namespace }, ok: 1 };
  },
};

/** The query of a find command. */
export function queryOf(command: Doc): Query {
  refuseUnsupported(command);
  const limit = optionalCount(command, 'limit') ?? 0;
  return {
    ...readOptions(command),
    filter: optionalDoc(command, 'filter'),
    sort: optionalDoc(command, 'sort'),
    skip: optionalCount(command, 'skip') ?? 0,
    limit: limit === 0 ? Infinity : limit,
  };
}

function refuseUnsupported(command: Doc): void {
  for (const field of ['min', 'max', 'returnKey', 'showRecordId']) {
    if (isTrue(command[field]) || isDoc(command[field]))
      fail(238, `find with '${field}' is not supported by this store`);
  }
  if (flag(command, 'awaitData') && !flag(command, 'tailable'))
    fail(9, "Cannot set 'awaitData' without also setting 'tailable'");
  if (flag(command, 'tailable'))
    fail(
      2,
      'error processing query: planner returned error :: caused by :: tailable cursor requested on non capped collection',
    );
}

/** The found documents as bytes: as they are stored, unless a projection changes them. */
function results(found: Generator<Stored>, command: Doc, query: Query): Iterator<Uint8Array> {
  const project = projectorOf(optionalDoc(command, 'projection'), query);
  return map(found, project);
}

/** Makes a stored document's bytes into what a projection asks for. */
export function projectorOf(projection: Doc | undefined, query: Query): (stored: Stored) => Uint8Array {
  const { compare, scope } = query;
  const project = projection && compileProjection(projection, { compare, scope, find: true });
  if (!project) return (stored) => stored.bytes;
  const cut = cutOf(projection!);
  if (cut) return (stored) => cut(stored.bytes);
  const locate = isPositional(projection!) ? locator(query) : () => -1;
  return (stored) => encode(project(docFrom(stored), locate(docFrom(stored))));
}

/** Finds the position in an array through which a document matches (`$`). */
export function locator({ filter, compare, scope }: Query): (doc: Doc) => number {
  const matches: Matcher = matcherOf(filter ?? {}, { ...(compare && { compare }), ...(scope && { scope }) });
  return (doc) => {
    const found: Found = { position: -1 };
    matches(doc, found);
    return found.position;
  };
}
