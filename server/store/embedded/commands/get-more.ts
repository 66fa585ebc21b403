import { fail } from '../errors.ts';
import { isBeside } from '../cursor.ts';
import { NotHere } from '../pace.ts';
import { typeName } from '../value.ts';
import { optionalCount, type Command } from './command.ts';

export const getMore: Command = {
  fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  run({ store, database, command }) {
    const id = command.getMore;
    if (typeof id !== 'bigint')
      return fail(14, `BSON field 'getMore.getMore' is the wrong type '${typeName(id)}', expected type 'long'`);
    if (store.aside && isBeside(id)) throw new NotHere();
    const { collection } = command;
    if (collection === undefined) return fail(40414, "BSON field 'getMore.collection' is missing but a required field");
    if (typeof collection !== 'string')
      return fail(
        14,
        `BSON field 'getMore.collection' is the wrong type '${typeName(collection)}', expected type 'string'`,
      );
    const namespace = `${database}.${collection}`;
    const next = store.cursors.next(id, namespace, optionalCount(command, 'batchSize') || Infinity);
    return { cursor: { nextBatch: next.batch, id: next.id, ns: namespace }, ok: 1 };
  },
};

export const killCursors: Command = {
  fields: ['cursors'],
  run({ store, command }) {
    const ids = command.cursors ?? fail(40414, "BSON field 'killCursors.cursors' is missing but a required field");
    if (!Array.isArray(ids))
      return fail(14, `BSON field 'killCursors.cursors' is the wrong type '${typeName(ids)}', expected type 'array'`);
    if (store.aside && ids.some((id) => typeof id === 'bigint' && isBeside(id))) throw new NotHere();
    const killed = ids.filter((id) => typeof id === 'bigint' && store.cursors.kill(id));
    const notFound = ids.filter((id) => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};
