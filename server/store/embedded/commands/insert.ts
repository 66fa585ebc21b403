import { encode } from '../encode.ts';
import { insertDocument } from '../write.ts';
import { docs, flag, namespaceOf, type Command } from './command.ts';
import { runEach, withErrors } from './writes.ts';

export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation', 'bypassEmptyTsReplacement'],
  run(request) {
    const { store, command } = request;
    const raws: Uint8Array[] = request.raws ?? docs(command, 'documents').map((doc) => encode(doc));
    const collection = store.ensure(namespaceOf(request));
    const options = { bypassValidation: flag(command, 'bypassDocumentValidation') };
    let n = 0;
    const errors = store.commit.write(() => {
      return runEach(command, raws.length, (i) => {
        insertDocument(collection, raws[i]!, options);
        n++;
      });
    });
    return withErrors({ n }, errors);
  },
};
