import { docFrom, type Stored } from '../collection.ts';
import type { Reply } from '../encode.ts';
import { refuseExpressions } from '../equalities.ts';
import { fail } from '../errors.ts';
import { parseFilter } from '../filter.ts';
import { planQuery, type Query } from '../query.ts';
import { compileUpdate } from '../update.ts';
import { docOf, type Doc } from '../value.ts';
import { updateDocument, upsertDocument } from '../write.ts';
import { flag, namespaceOf, optionalDoc, readOptions, type Command, type Request } from './command.ts';
import { locator, projectorOf } from './find.ts';
import { updateOptions, usesPosition } from './update.ts';

export const findAndModify: Command = {
  fields: [
    'query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation', 'collation',
    'arrayFilters', 'hint', 'let',
  ], // prettier-ignore
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    checkOptions(command);
    if (flag(command, 'upsert')) store.ensure(namespace);
    return store.commit.write(() => modifyOne(request, namespace));
  },
};

function checkOptions(command: Doc): void {
  if (flag(command, 'remove')) {
    if (command.update !== undefined) fail(9, 'Cannot specify both an update and remove=true');
    if (flag(command, 'upsert')) fail(9, 'Cannot specify both upsert=true and remove=true ');
    if (flag(command, 'new'))
      fail(9, "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  } else if (command.update === undefined) fail(9, 'Either an update or remove=true must be specified');
}

function modifyOne({ store, command }: Request, namespace: string): { [name: string]: Reply } {
  const collection = store.find(namespace);
  const query: Query = {
    ...readOptions(command),
    filter: optionalDoc(command, 'query') ?? docOf({}),
    sort: optionalDoc(command, 'sort'),
    limit: 1,
  };
  const project = projectorOf(optionalDoc(command, 'fields'), query);
  const remove = flag(command, 'remove');
  if (flag(command, 'upsert')) refuseExpressions(parseFilter(query.filter!));
  const updater = remove ? undefined : compileUpdate(command.update!, updateOptions(command, command, query));
  const planned = planQuery(collection, query);
  const stored = planned.run().next().value as Stored | undefined;
  const options = { bypassValidation: flag(command, 'bypassDocumentValidation') };
  if (!updater) {
    if (stored) collection!.delete(stored.rid, docFrom(stored));
    return reply(stored && project(stored), { n: stored ? 1 : 0 });
  }
  const wantsNew = flag(command, 'new');
  if (stored) {
    const position = usesPosition(command.update!) ? locator(query)(docFrom(stored)) : -1;
    const { before, after } = updateDocument(collection!, stored, updater, position, options);
    return reply(project({ rid: 0, bytes: wantsNew ? after : before }), { n: 1, updatedExisting: true });
  }
  if (!flag(command, 'upsert')) return reply(undefined, { n: 0, updatedExisting: false });
  const { bytes, id } = upsertDocument(collection!, query.filter!, command.update!, updater, options);
  return reply(wantsNew ? project({ rid: 0, bytes }) : undefined, { n: 1, updatedExisting: false, upserted: id });
}

function reply(value: Uint8Array | undefined, lastErrorObject: { [name: string]: Reply }): { [name: string]: Reply } {
  return { lastErrorObject, value: value ?? null, ok: 1 };
}
