import { docFrom } from '../collection.ts';
import { compare as simpleCompare } from '../compare.ts';
import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { splitPath, walk } from '../path.ts';
import { countQuery, planQuery } from '../query.ts';
import type { Value } from '../value.ts';
import { namespaceOf, optionalCount, optionalDoc, readOptions, type Command } from './command.ts';

export const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields', 'let'],
  run(request) {
    const { store, command } = request;
    const limit = Math.abs(toSafeInteger(command.limit) ?? 0);
    const n = countQuery(store.find(namespaceOf(request)), {
      ...readOptions(command),
      filter: optionalDoc(command, 'query'),
      skip: optionalCount(command, 'skip') ?? 0,
      limit: limit === 0 ? Infinity : limit,
    });
    return { n, ok: 1 };
  },
};

export const distinct: Command = {
  fields: ['key', 'query', 'collation', 'hint'],
  run(request) {
    const { store, command } = request;
    const { key } = command;
    if (typeof key !== 'string' || key === '') return fail(14, "BSON field 'distinct.key' must be a non-empty string");
    const options = readOptions(command);
    const compare = options.compare ?? simpleCompare;
    const planned = planQuery(store.find(namespaceOf(request)), { ...options, filter: optionalDoc(command, 'query') });
    const values: Value[] = [];
    for (const stored of planned.run()) {
      walk(docFrom(stored), splitPath(key), (value) => {
        if (Array.isArray(value)) values.push(...value);
        else if (value !== undefined) values.push(value);
        return false;
      });
    }
    values.sort(compare);
    return { values: values.filter((value, i) => i === 0 || compare(value, values[i - 1]!) !== 0), ok: 1 };
  },
};
