import { fail } from '../errors.ts';
import { verifyCollection, type Verified } from '../verify.ts';
import { namespaceOf, type Command } from './command.ts';

const SHOWN = 100;

/** Checks a collection: its pages, its documents, and that every index agrees with the documents. Mends nothing. */
export const validate: Command = {
  beside: 'always',
  fields: ['full', 'repair', 'fixMultikey', 'metadata', 'checkBSONConformance', 'background'],
  run(request) {
    const { store } = request;
    const namespace = namespaceOf(request);
    const collection = store.find(namespace) ?? fail(26, `Collection '${namespace}' does not exist to validate.`);
    const verified = verifyCollection(store.sql, collection);
    const errors = errorsOf(verified);
    return {
      ns: namespace,
      nInvalidDocuments: verified.corrupt.length,
      nrecords: verified.documents,
      nIndexes: verified.indexes.length,
      keysPerIndex: Object.fromEntries(verified.indexes.map(({ name, keys }) => [name, keys])),
      indexDetails: Object.fromEntries(verified.indexes.map((index) => [index.name, detailsOf(index)])),
      valid: errors.length === 0,
      repaired: false,
      warnings: [],
      errors: errors.slice(0, SHOWN),
      corruptRecords: verified.corrupt.slice(0, SHOWN).map(BigInt),
      ok: 1,
    };
  },
};

function errorsOf({ errors, corrupt, indexes }: Verified): string[] {
  const damaged = corrupt.length > 0 ? [`${corrupt.length} documents are damaged`] : [];
  return [...errors, ...damaged, ...indexes.flatMap((index) => index.errors)];
}

function detailsOf({ errors }: Verified['indexes'][number]) {
  return errors.length > 0 ? { valid: false, errors: errors.slice(0, SHOWN) } : { valid: true };
}
