import { fail } from '../errors.ts';
import { typeName } from '../value.ts';
import { optionalCount, type Command } from './command.ts';

export const getMore: Command = {
  fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  run({ store, database, command }) {
    const id = command.getMore;
    if (typeof id !== 'bigint')
      return fail(14, `BSON field 'getMore.getMore' is the wrong type '${typeName(id)}', expected type 'long'`);
    const namespace = `${database}.${String(command.collection)}`;
    const next = store.cursors.next(id, namespace, optionalCount(command, 'batchSize') || Infinity);
    return { cursor: { nextBatch: next.batch, id: next.id, ns: namespace }, ok: 1 };
  },
};

export const killCursors: Command = {
  fields: ['cursors'],
  run({ store, command }) {
    const ids = Array.isArray(command.cursors) ? command.cursors : [];
    const killed = ids.filter((id) => typeof id === 'bigint' && store.cursors.kill(id));
    const notFound = ids.filter((id) => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};
