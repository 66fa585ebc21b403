import { docFrom } from '../collection.ts';
import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { planQuery } from '../query.ts';
import { docs, namespaceOf, type Command } from './command.ts';
import { writeQuery } from './update.ts';
import { runEach, withErrors } from './writes.ts';

export const deleteDocuments: Command = {
  fields: ['deletes', 'ordered', 'let'],
  run(request) {
    const { store, command } = request;
    const deletes = docs(command, 'deletes');
    const collection = store.find(namespaceOf(request));
    let n = 0;
    const errors = store.commit.write(() => {
      return runEach(command, deletes.length, (i) => {
        const limit = toSafeInteger(deletes[i]!.limit);
        if (limit !== 0 && limit !== 1)
          fail(9, 'The limit field in delete objects must be 0 or 1. Got ' + String(limit));
        const planned = planQuery(collection, writeQuery(deletes[i]!, command, limit === 1 ? 1 : undefined));
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
