import { plus } from '../accumulators.ts';
import type { BuildStage, Environment } from '../aggregate.ts';
import { compare as simpleCompare } from '../compare.ts';
import { fail } from '../errors.ts';
import { addMonths, FIXED, isUnit, MONTHS } from '../expressions/calendar.ts';
import { compileExpression, follow, type Evaluate } from '../expressions/compile.ts';
import { toNumber, toSafeInteger } from '../number.ts';
import { splitPath } from '../path.ts';
import { sorterOf } from '../sort.ts';
import { isDoc, isNumeric, newDoc, type Doc, type Value } from '../value.ts';
import { Groups } from './group.ts';
import { lazily } from './shape.ts';
import { carried, linear } from './window-functions.ts';
import { withField } from './with-field.ts';

const MAX_DOCUMENTS = 500_000;

/** Adds documents where values of a field are missing between others. */
export const densify: BuildStage = (spec, { compare: order, scope }) => {
  if (!isDoc(spec) || typeof spec.field !== 'string' || !isDoc(spec.range))
    return fail(9, '$densify needs field and range');
  const compare = order ?? simpleCompare;
  const { field, range } = spec;
  const parts = splitPath(field);
  const keys = Array.isArray(spec.partitionByFields) ? spec.partitionByFields.map(String) : [];
  const next = stepOf(range);
  const partition = compileExpression(
    keys.map((key) => `$${key}`),
    compare,
  );
  return lazily((input) => {
    const partitions = new Groups<Doc[]>(undefined);
    const rows = [...input].sort((a, b) => compare(follow(a, parts, 0) ?? null, follow(b, parts, 0) ?? null));
    for (const doc of rows) partitions.of(partition(doc, scope) ?? null, () => []).push(doc);
    const all = rows.map((doc) => follow(doc, parts, 0) ?? null).filter((value) => value !== null);
    let made = 0;
    return [...partitions.entries()].flatMap(({ content }) => {
      const known = content.map((doc) => follow(doc, parts, 0) ?? null).filter((value) => value !== null);
      const [low, high, open] = limitsOf(range.bounds, all, known);
      const result = content.filter((doc) => (follow(doc, parts, 0) ?? null) === null);
      const rest = content.slice(result.length);
      for (let i = 0, at = low; at !== undefined && high !== undefined; at = next(at)) {
        while (i < rest.length && compare(follow(rest[i]!, parts, 0)!, at) < 0) result.push(rest[i++]!);
        const order = compare(at, high);
        if (open ? order >= 0 : order > 0) break;
        if (i < rest.length && compare(follow(rest[i]!, parts, 0)!, at) === 0) continue;
        if (++made > MAX_DOCUMENTS) fail(5897900, `Generated ${made} documents in $densify, which is over the limit`);
        result.push(filler(content[0]!, keys, field, at));
      }
      return [...result, ...rest.filter((doc) => !result.includes(doc))];
    });
  });
};

function filler(sample: Doc, keys: string[], field: string, value: Value): Doc {
  let doc = newDoc();
  for (const key of keys) {
    const part = follow(sample, splitPath(key), 0);
    if (part !== undefined) doc = withField(doc, key, part);
  }
  return withField(doc, field, value);
}

function stepOf(range: Doc): (value: Value) => Value {
  const { step, unit } = range;
  if (!isNumeric(step) || toNumber(step) <= 0)
    return fail(5733401, 'the step parameter in a range statement must be a strictly positive numeric value');
  if (unit === undefined)
    return (value) =>
      isNumeric(value)
        ? plus(value, step)
        : fail(5733201, 'PlanExecutor error during aggregation :: caused by :: Densify field type must be numeric');
  const count = toSafeInteger(step);
  if (!isUnit(unit) || count === undefined) return fail(9, '$densify needs a known unit and a whole step');
  return (value) => {
    if (!(value instanceof Date)) return fail(6053600, 'Densify field type must be a date with a unit');
    const months = MONTHS[unit];
    return new Date(
      months === undefined ? value.getTime() + count * FIXED[unit]! : addMonths(value.getTime(), count * months),
    );
  };
}

function limitsOf(
  bounds: Value | undefined,
  all: Value[],
  own: Value[],
): [Value | undefined, Value | undefined, boolean] {
  if (bounds === 'full') return [all[0], all.at(-1), false];
  if (bounds === 'partition') return [own[0], own.at(-1), false];
  if (Array.isArray(bounds) && bounds.length === 2) return [bounds[0], bounds[1], true];
  return fail(
    5733402,
    "the bounds in a range statement must be the string 'full', 'partition' or an ascending array of two elements",
  );
}

/** Fills null and missing fields with a constant, the last known value, or on the line between known ones. */
export const fill: BuildStage = (spec, environment) => {
  if (!isDoc(spec) || !isDoc(spec.output)) return fail(9, "$fill needs an object with 'output'");
  const { compare, scope } = environment;
  const order = isDoc(spec.sortBy) ? sorterOf(spec.sortBy, compare) : undefined;
  const fields = compileFields(spec.output, isDoc(spec.sortBy) ? spec.sortBy : undefined, environment);
  const by = partitionOf(spec, environment);
  return lazily((input) => {
    const partitions = new Groups<Doc[]>(compare);
    for (const doc of input) partitions.of(by(doc, scope) ?? null, () => []).push(doc);
    return [...partitions.entries()].flatMap(({ content }) => {
      const docs = order ? content.sort(order) : content;
      const columns = fields.map(({ values }) => values(docs));
      return docs.map((doc, row) =>
        fields.reduce((made, { path }, i) => withField(made, path, columns[i]![row]!), doc),
      );
    });
  });
};

function partitionOf(spec: Doc, { compare }: Environment): Evaluate {
  const fields = Array.isArray(spec.partitionByFields)
    ? spec.partitionByFields.map((field) => `$${String(field)}`)
    : undefined;
  return compileExpression(spec.partitionBy ?? fields ?? null, compare);
}

function compileFields(output: Doc, sortBy: Doc | undefined, { compare, scope }: Environment) {
  return Object.keys(output).map((path) => {
    const how = output[path];
    const current = compileExpression(`$${path}`, compare);
    if (isDoc(how) && how.value !== undefined) {
      const value = compileExpression(how.value, compare);
      return { path, values: (docs: Doc[]) => docs.map((doc) => current(doc, scope) ?? value(doc, scope) ?? null) };
    }
    const method = isDoc(how) ? how.method : undefined;
    if (method !== 'locf' && method !== 'linear')
      return fail(6050202, "$fill needs for each field a value, or the method 'locf' or 'linear'");
    const [key] = sortBy ? Object.keys(sortBy) : [];
    if (key === undefined) return fail(9, "$fill with a method needs 'sortBy'");
    const apply = method === 'locf' ? carried(current) : linear(current, compileExpression(`$${key}`, compare));
    return { path, values: (docs: Doc[]) => apply(docs, scope).map((value) => value ?? null) };
  });
}
