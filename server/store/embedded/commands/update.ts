import { compareFor } from '../collation.ts';
import { docFrom, type Collection } from '../collection.ts';
import type { Reply } from '../encode.ts';
import { refuseExpressions } from '../equalities.ts';
import { fail } from '../errors.ts';
import { parseFilter } from '../filter.ts';
import { planQuery, type Query } from '../query.ts';
import { map } from '../sequence.ts';
import { compileUpdate, isReplacement } from '../update.ts';
import { isDoc, type Doc, type Value } from '../value.ts';
import { updateDocument, upsertDocument } from '../write.ts';
import { docs, flag, namespaceOf, optionalDoc, scopeOf, statements, type Command, type Request } from './command.ts';
import { locator } from './find.ts';
import { runEach, withErrors } from './writes.ts';

const UPDATE_FIELDS = ['c', 'upsert', 'multi', 'arrayFilters', 'hint', 'collation', 'sort'];

export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let', 'bypassEmptyTsReplacement'],
  run(request) {
    const { store, command } = request;
    const updates = statements(command, 'updates', ['q', 'u'], UPDATE_FIELDS);
    const upserts = updates.some((statement) => flag(statement, 'upsert'));
    const collection = upserts ? store.ensure(namespaceOf(request)) : store.find(namespaceOf(request));
    const totals = { n: 0, nModified: 0, upserted: [] as Reply[] };
    const errors = store.commit.write(() => {
      return runEach(command, updates.length, (i) => {
        const result = runUpdate(collection, updates[i]!, request);
        totals.n += result.n;
        totals.nModified += result.modified;
        if (result.upserted !== undefined) totals.upserted.push({ index: i, _id: result.upserted });
      });
    });
    const { n, nModified, upserted } = totals;
    return withErrors(upserted.length > 0 ? { n, nModified, upserted } : { n, nModified }, errors);
  },
};

function runUpdate(collection: Collection | undefined, statement: Doc, { command }: Request) {
  const multi = flag(statement, 'multi');
  const change = statement.u!;
  if (multi && isReplacement(change)) fail(9, 'multi update is not supported for replacement-style update');
  if (multi && statement.sort !== undefined) fail(9, 'Cannot specify sort with multi=true');
  const query = writeQuery(statement, command, multi ? undefined : 1);
  if (flag(statement, 'upsert')) refuseExpressions(parseFilter(query.filter!));
  const updater = compileUpdate(change, updateOptions(statement, command, query));
  const planned = planQuery(collection, query);
  if (!collection) return { n: 0, modified: 0, upserted: undefined };
  const options = { bypassValidation: flag(command, 'bypassDocumentValidation') };
  const locate = usesPosition(change) ? locator(query) : () => -1;
  let n = 0;
  let modified = 0;
  // A document changed while it is looked for could be found again, so the rows are collected before.
  const rows = multi ? [...planned.run()].map(({ rid }) => rid) : [];
  const targets = multi ? map(rows, (rid) => collection.get(rid)!) : planned.run();
  for (const stored of targets) {
    const position = usesPosition(change) ? locate(docFrom(stored)) : -1;
    if (updateDocument(collection, stored, updater, position, options).modified) modified++;
    n++;
    if (!multi) break;
  }
  if (n > 0 || !flag(statement, 'upsert')) return { n, modified, upserted: undefined };
  const { id } = upsertDocument(collection, query.filter!, change, updater, options);
  return { n: 1, modified: 0, upserted: id };
}

/** The query of an update or delete statement. */
export function writeQuery(statement: Doc, command: Doc, limit: number | undefined): Query {
  const filter = optionalDoc(statement, 'q') ?? fail(40414, "BSON field 'q' is missing but a required field");
  const compare = compareFor(statement.collation);
  return {
    filter,
    sort: optionalDoc(statement, 'sort'),
    hint: statement.hint,
    compare,
    scope: scopeOf(command),
    limit,
  };
}

/** What compiling an update needs besides the update. */
export function updateOptions(statement: Doc, command: Doc, { compare }: Query) {
  const constants = optionalDoc(statement, 'c');
  const variables = { ...scopeOf(command), ...constants } as Doc;
  const arrayFilters = statement.arrayFilters === undefined ? undefined : docs(statement, 'arrayFilters');
  return {
    variables,
    ...(constants && { constants }),
    ...(arrayFilters && { arrayFilters }),
    ...(compare && { compare }),
  };
}

/** True when an update has a path with the positional `$`. */
export function usesPosition(update: Value): boolean {
  if (!isDoc(update)) return false;
  return Object.values(update).some((fields) => {
    return isDoc(fields) && Object.keys(fields).some((path) => path.split('.').includes('$'));
  });
}
