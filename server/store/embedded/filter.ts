import { BSONRegExp } from 'bson';
import { fail } from './errors.ts';
import { toNumber } from './number.ts';
import { splitPath } from './path.ts';
import { parseTest, TESTS, type Test } from './tests.ts';
import { docOf, isDoc, isNumeric, newDoc, typeName, type Doc, type Value } from './value.ts';

/** A query as a tree: what `match.ts` compiles and `plan.ts` finds index bounds in. */
export type Filter =
  | { kind: 'all' | 'any' | 'none'; of: Filter[] }
  | Test
  | { kind: 'elements'; path: string; parts: string[]; of: Filter; whole: boolean }
  | { kind: 'expression'; expression: Value }
  | { kind: 'schema'; schema: Doc };

/** Parses a query document; unknown or unsupported operators are refused with MongoDB's codes. */
export function parseFilter(query: Doc): Filter {
  const of: Filter[] = [];
  for (const name of Object.keys(query)) {
    const value = query[name]!;
    if (name.startsWith('$')) parseTopLevel(name, value, of);
    else parseField(name, value, of);
  }
  return of.length === 1 ? of[0]! : { kind: 'all', of };
}

/** Adds the top-level fields that a filter looks at to `names`; false when it may look at any. */
export function fieldsOf(filter: Filter, names: Set<string>): boolean {
  switch (filter.kind) {
    case 'test':
    case 'elements':
      names.add(filter.parts[0]!);
      return true;
    case 'all':
    case 'any':
    case 'none':
      return filter.of.every((part) => fieldsOf(part, names));
    default:
      return false;
  }
}

const LOGIC = { $and: 'all', $or: 'any', $nor: 'none' } as const;

function parseTopLevel(name: string, value: Value, of: Filter[]): void {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      of.push({ kind: LOGIC[name], of: parseList(name, value) });
      return;
    case '$expr':
      of.push({ kind: 'expression', expression: value });
      return;
    case '$comment':
      return;
    case '$jsonSchema':
      if (!isDoc(value)) fail(14, '$jsonSchema must be an object');
      of.push({ kind: 'schema', schema: value });
      return;
    case '$alwaysTrue':
      return;
    case '$sampleRate':
      of.push(sampled(value));
      return;
    case '$alwaysFalse':
      of.push({ kind: 'any', of: [] });
      return;
    case '$text':
      return fail(27, 'text index required for $text query');
    case '$where':
      return fail(2, 'no globalScriptEngine in $where parsing');
    default:
      return fail(
        2,
        `unknown top level operator: ${name}. If you are trying to query a field whose name starts with ` +
          `'$', use $getField`,
      );
  }
}

/** Passes documents by chance, so many of them. */
function sampled(rate: Value): Filter {
  if (!isNumeric(rate)) return fail(2, '$sampleRate needs a number');
  if (toNumber(rate) < 0 || toNumber(rate) > 1) return fail(2, '$sampleRate must be between 0 and 1');
  return { kind: 'expression', expression: docOf({ $lt: [docOf({ $rand: newDoc() }), rate] }) };
}

function parseList(name: string, value: Value): Filter[] {
  if (!Array.isArray(value)) fail(2, `${name} must be an array`);
  if (value.length === 0) fail(2, `${name} argument must be a non-empty array`);
  return value.map((item) => {
    if (!isDoc(item)) return fail(2, `${name} argument's entries must be objects`);
    return parseFilter(item);
  });
}

function parseField(path: string, value: Value, of: Filter[]): void {
  if (value instanceof BSONRegExp) of.push(parseTest(path, '$regex', value));
  else if (isOperators(value)) parseOperators(path, value, of);
  else of.push(parseTest(path, '$eq', value));
}

/** True for `{ $gt: 1 }`, false for a document to be equal to (a DBRef included). */
function isOperators(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const [first] = Object.keys(value);
  return first !== undefined && first.startsWith('$') && !['$ref', '$id', '$db'].includes(first);
}

function parseOperators(path: string, operators: Doc, of: Filter[]): void {
  for (const name of Object.keys(operators)) {
    const value = operators[name]!;
    if (name === '$options') {
      if (operators.$regex === undefined) fail(2, '$options needs a $regex');
    } else if (name === '$regex') of.push(parseTest(path, '$regex', withOptions(value, operators.$options)));
    else if (Object.hasOwn(TESTS, name)) of.push(parseTest(path, name, value));
    else of.push(parseCompound(path, name, value));
  }
}

function parseCompound(path: string, name: string, value: Value): Filter {
  switch (name) {
    case '$ne':
      if (value instanceof BSONRegExp) fail(2, "Can't have regex as arg to $ne.");
      return not(parseTest(path, '$eq', value));
    case '$nin':
      return not(parseTest(path, '$in', value));
    case '$not':
      return not(parseNot(path, value));
    case '$all':
      return parseAll(path, value);
    case '$elemMatch':
      return parseElemMatch(path, value);
    case '$near':
    case '$nearSphere':
      return fail(
        291,
        'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query',
      );
    case '$geoWithin':
    case '$geoIntersects':
    case '$within':
      return fail(238, `${name} is not supported by this store`);
    default:
      return fail(2, `unknown operator: ${name}`);
  }
}

function not(filter: Filter): Filter {
  return { kind: 'none', of: [filter] };
}

function parseNot(path: string, value: Value): Filter {
  if (value instanceof BSONRegExp) return parseTest(path, '$regex', value);
  if (!isDoc(value)) return fail(2, '$not needs a regex or a document');
  if (Object.keys(value).length === 0) return fail(2, '$not cannot be empty');
  const of: Filter[] = [];
  parseOperators(path, value, of);
  return { kind: 'all', of };
}

function parseAll(path: string, value: Value): Filter {
  if (!Array.isArray(value)) return fail(2, '$all needs an array');
  if (value.length === 0) return { kind: 'any', of: [] };
  const of: Filter[] = [];
  for (const item of value) {
    if (isDoc(item) && Object.hasOwn(item, '$elemMatch')) of.push(parseElemMatch(path, item.$elemMatch!));
    else if (isOperators(item)) fail(2, 'no $ expressions in $all');
    else parseField(path, item, of);
  }
  return { kind: 'all', of };
}

function parseElemMatch(path: string, value: Value): Filter {
  if (!isDoc(value)) return fail(2, '$elemMatch needs an Object');
  const whole = !isOperators(value) || ['$and', '$or', '$nor', '$expr'].includes(Object.keys(value)[0]!);
  if (whole) return { kind: 'elements', path, parts: splitPath(path), of: parseFilter(value), whole };
  const of: Filter[] = [];
  parseOperators('', value, of);
  return { kind: 'elements', path, parts: splitPath(path), of: { kind: 'all', of }, whole };
}

function withOptions(value: Value, options: Value | undefined): Value {
  if (value instanceof BSONRegExp) {
    if (options === undefined) return value;
    if (value.options !== '') fail(51075, 'options set in both $regex and $options');
    return new BSONRegExp(value.pattern, String(options));
  }
  if (typeof value !== 'string') fail(2, '$regex has to be a string');
  if (options !== undefined && typeof options !== 'string')
    fail(2, `$options has to be a string, not ${typeName(options)}`);
  return new BSONRegExp(value, options ?? '');
}
