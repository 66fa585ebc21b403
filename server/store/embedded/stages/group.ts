import { Double } from 'bson';
import { ACCUMULATORS, type Accumulator } from '../accumulators.ts';
import type { BuildStage } from '../aggregate.ts';
import { compare as simpleCompare, type Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { compileExpression, type Evaluate } from '../expressions/compile.ts';
import { encodeValue } from '../keys.ts';
import { compareNumbers, toNumber } from '../number.ts';
import { map } from '../sequence.ts';
import { docOf, isDoc, isNumeric, newDoc, type Doc, type Numeric, type Value } from '../value.ts';
import { lazily, sort } from './shape.ts';

interface Field {
  name: string;
  make: () => Accumulator;
}

/** Groups of equal values; the first value met names the group. */
export class Groups<T> {
  private readonly byKey = new Map<string | number, { value: Value; content: T }>();
  private readonly compare: Compare | undefined;

  constructor(compare: Compare | undefined) {
    this.compare = compare;
  }

  /** What belongs to a value, made by `make` when it is met first. */
  of(value: Value, make: () => T): T {
    const key = this.keyOf(value);
    let group = this.byKey.get(key);
    if (!group) {
      group = { value, content: make() };
      this.byKey.set(key, group);
    }
    return group.content;
  }

  entries(): Iterable<{ value: Value; content: T }> {
    return this.byKey.values();
  }

  private keyOf(value: Value): string | number {
    if (this.compare) {
      for (const [key, group] of this.byKey) if (this.compare(group.value, value) === 0) return key;
    }
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return `s${value}`;
    return isNumeric(value) ? numberKey(value) : encodeValue(value).toString('latin1');
  }
}

/** 1, 1.0 and Long 1 are one group: every number that a double holds exactly is keyed by it. */
function numberKey(value: Numeric): string | number {
  const near = toNumber(value) + 0;
  return compareNumbers(new Double(near), value) === 0 ? near : encodeValue(value).toString('latin1');
}

export const group: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec)) return fail(15947, "a group's fields must be specified in an object");
  if (spec._id === undefined) return fail(15955, 'a group specification must include an _id');
  const idOf = compileExpression(spec._id, compare);
  const fields = Object.keys(spec).flatMap((name) =>
    name === '_id' ? [] : [compileField(name, spec[name]!, compare)],
  );
  return lazily((input) => {
    const groups = new Groups<Accumulator[]>(compare);
    for (const doc of input) {
      const accumulators = groups.of(idOf(doc, scope) ?? null, () => fields.map(({ make }) => make()));
      for (const accumulator of accumulators) accumulator.add(doc, scope);
    }
    return map(groups.entries(), ({ value, content }) => finish(value, fields, content));
  });
};

function finish(id: Value, fields: Field[], accumulators: Accumulator[]): Doc {
  const doc = newDoc();
  doc._id = id;
  fields.forEach(({ name }, i) => {
    const value = accumulators[i]!.result();
    if (value !== undefined) doc[name] = value;
  });
  return doc;
}

function compileField(name: string, spec: Value, compare: Compare | undefined): Field {
  if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`);
  if (name.startsWith('$')) fail(40236, `The field name '${name}' cannot be an operator name`);
  return { name, make: compileAccumulator(spec, compare, name) };
}

/** Compiles `{ $sum: … }` and the like; the function made gives a fresh accumulator. */
export function compileAccumulator(spec: Value, compare: Compare | undefined, name: string): () => Accumulator {
  if (!isDoc(spec)) return fail(40234, `The field '${name}' must be an accumulator object`);
  const [operator, ...others] = Object.keys(spec);
  if (operator === undefined || others.length > 0)
    return fail(40238, `The field '${name}' must specify one accumulator`);
  const build = Object.hasOwn(ACCUMULATORS, operator) ? ACCUMULATORS[operator] : undefined;
  if (!build) return fail(15952, `unknown group operator '${operator}'`);
  const compile = (expression: Value): Evaluate => compileExpression(expression, compare);
  return build(spec[operator]!, compile, compare ?? simpleCompare);
}

export const sortByCount: BuildStage = (spec, environment) => {
  const grouped = group(docOf({ _id: spec, count: docOf({ $sum: 1 }) }), environment);
  const sorted = sort(docOf({ count: -1 }), environment);
  return (input) => sorted(grouped(input));
};
