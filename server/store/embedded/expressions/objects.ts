import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import { fieldName, plainName } from '../field-name.ts';
import { docOf, isDoc, newDoc, typeName, type Doc, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { specOf, unaryOrNull, variadic } from './functions.ts';

function toPairs(value: Value): Value {
  if (!isDoc(value)) return fail(40390, `$objectToArray requires a document input, found: ${typeName(value)}`);
  return Object.keys(value).map((k) => docOf({ k: plainName(k), v: value[k] }));
}

function fromPairs(value: Value): Value {
  if (!Array.isArray(value)) return fail(40386, `$arrayToObject requires an array input, found: ${typeName(value)}`);
  const doc = newDoc();
  for (const pair of value) {
    const [key, item] = Array.isArray(pair) ? pair : isDoc(pair) ? [pair.k, pair.v] : [undefined, undefined];
    if (typeof key !== 'string' || item === undefined)
      return fail(40394, '$arrayToObject requires pairs of a string and a value, or objects with k and v');
    doc[fieldName(key)] = item;
  }
  return doc;
}

const merge = variadic((values) => {
  const merged = newDoc();
  for (const value of values) {
    if (isDoc(value)) Object.assign(merged, value);
    else if (!isNothing(value))
      return fail(40400, `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`);
  }
  return merged;
});

const setField: BuildOperator = (operand, compiler, name) => {
  const spec = specOf(operand, name, name === '$unsetField' ? ['field', 'input'] : ['field', 'input', 'value']);
  const { field } = spec;
  const text = isDoc(field) ? field.$literal : field;
  if (typeof text !== 'string') return fail(4161107, `${name} requires 'field' to be a constant string`);
  const key = fieldName(text);
  const input = compiler.compile(spec.input!);
  const value = compiler.compile(spec.value ?? '$$REMOVE');
  return (doc, scope) => {
    const holder = input(doc, scope);
    if (isNothing(holder)) return null;
    if (!isDoc(holder)) return fail(4161105, `${name} requires 'input' to evaluate to type Object`);
    const copy: Doc = docOf(holder);
    const next = value(doc, scope);
    if (next === undefined) delete copy[key];
    else copy[key] = next;
    return copy;
  };
};

/** Documents (https://www.mongodb.com/docs/manual/reference/operator/aggregation/#object-expression-operators). */
export const OBJECTS: { [name: string]: BuildOperator } = {
  $objectToArray: unaryOrNull(toPairs),
  $arrayToObject: unaryOrNull(fromPairs),
  $mergeObjects: merge,
  $setField: setField,
  $unsetField: setField,
  $bsonSize: unaryOrNull((value) =>
    isDoc(value) ? encode(value).length : fail(31393, `$bsonSize requires a document input, found: ${typeName(value)}`),
  ),
};
