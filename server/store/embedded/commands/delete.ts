import { docFrom } from '../collection.ts';
import { describe } from '../describe.ts';
import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { planQuery } from '../query.ts';
import type { Doc } from '../value.ts';
import { namespaceOf, statements, type Command } from './command.ts';
import { writeQuery } from './update.ts';
import { runEach, withErrors } from './writes.ts';

export const deleteDocuments: Command = {
  fields: ['deletes', 'ordered', 'let'],
  run(request) {
    const { store, command } = request;
    const deletes = statements(command, 'deletes', ['q', 'limit'], ['collation', 'hint']);
    const limits = deletes.map(limitOf);
    const collection = store.find(namespaceOf(request));
    let n = 0;
    const errors = store.commit.write(() => {
      return runEach(command, deletes.length, (i) => {
        const planned = planQuery(collection, writeQuery(deletes[i]!, command, limits[i]));
        if (!collection) return;
        for (const stored of [...planned.run()]) {
          collection.delete(stored.rid, docFrom(stored));
          n++;
        }
      });
    });
    return withErrors({ n }, errors);
  },
};

/** 1 for one document, undefined for all. */
function limitOf({ limit }: Doc): 1 | undefined {
  const count = toSafeInteger(limit);
  if (count === 0) return undefined;
  return count === 1 ? 1 : fail(9, `The limit field in delete objects must be 0 or 1. Got ${describe(limit)}`);
}
