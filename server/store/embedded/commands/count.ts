import { docFrom } from '../collection.ts';
import { compare as simpleCompare } from '../compare.ts';
import { countQuery } from '../count-query.ts';
import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { splitPath, walk } from '../path.ts';
import { planQuery } from '../query.ts';
import { isNumeric, typeName, type Doc, type Value } from '../value.ts';
import { namespaceOf, optionalCount, optionalDoc, readOptions, type Command } from './command.ts';

export const count: Command = {
  beside: 'when long',
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields', 'let'],
  run(request) {
    const { store, command } = request;
    const limit = countLimit(command);
    const n = countQuery(store.find(namespaceOf(request)), {
      ...readOptions(command),
      filter: optionalDoc(command, 'query'),
      skip: optionalCount(command, 'skip') ?? 0,
      limit: limit === 0 ? Infinity : limit,
    });
    return { n, ok: 1 };
  },
};

/** A negative limit counts like its positive one. */
function countLimit({ limit = null }: Doc): number {
  if (limit === null) return 0;
  const whole = isNumeric(limit) ? toSafeInteger(limit) : undefined;
  if (whole === undefined)
    return fail(
      14,
      `BSON field 'count.limit' is the wrong type '${typeName(limit)}', expected types '[long, int, decimal, double']`,
    );
  return Math.abs(whole);
}

export const distinct: Command = {
  beside: 'when long',
  fields: ['key', 'query', 'collation', 'hint'],
  run(request) {
    const { store, command } = request;
    const { key } = command;
    if (key === undefined) return fail(40414, "BSON field 'distinct.key' is missing but a required field");
    if (typeof key !== 'string')
      return fail(14, `BSON field 'distinct.key' is the wrong type '${typeName(key)}', expected type 'string'`);
    if (key === '') return fail(2, 'The key to distinct must not be empty');
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
