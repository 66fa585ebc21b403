import type { BuildStage } from '../aggregate.ts';
import { compare as simpleCompare, type Compare } from '../compare.ts';
import { fail } from '../errors.ts';
import { FIXED } from '../expressions/calendar.ts';
import { compileExpression, type Scope } from '../expressions/compile.ts';
import { toNumber, toSafeInteger } from '../number.ts';
import { sorterOf } from '../sort.ts';
import { docOf, isDoc, type Doc, type Numeric, type Value } from '../value.ts';
import { compileAccumulator, Groups } from './group.ts';
import { lazily } from './shape.ts';
import { FRAMED } from './window-frames.ts';
import { FUNCTIONS, keyNumber, type Order, type WindowFunction } from './window-functions.ts';
import { withField } from './with-field.ts';

export const setWindowFields: BuildStage = (spec, { compare, scope }) => {
  if (!isDoc(spec) || !isDoc(spec.output)) return fail(9, "$setWindowFields needs an object with 'output'");
  const { sortBy, output } = spec;
  const partitionOf = compileExpression(spec.partitionBy ?? null, compare);
  const order = orderOf(isDoc(sortBy) ? sortBy : undefined, compare);
  const functions = Object.keys(output).map((path) => ({ path, apply: compileFunction(output[path]!, order, path) }));
  return lazily((input) => {
    const partitions = new Groups<Doc[]>(compare);
    for (const doc of input) partitions.of(partitionOf(doc, scope) ?? null, () => []).push(doc);
    const ordered = [...partitions.entries()].sort((a, b) => order.compare(a.value, b.value));
    return ordered.flatMap(({ content }) => {
      const docs = order.sort ? content.sort(order.sort) : content;
      const columns = functions.map(({ apply }) => apply(docs, scope));
      return docs.map((doc, row) =>
        functions.reduce((made, { path }, i) => {
          const value = columns[i]![row];
          return value === undefined ? made : withField(made, path, value);
        }, doc),
      );
    });
  });
};

function orderOf(sortBy: Doc | undefined, compare: Compare = simpleCompare): Order {
  const [path] = sortBy ? Object.keys(sortBy) : [];
  return {
    sort: sortBy && sorterOf(sortBy, compare),
    by: path === undefined ? undefined : compileExpression(`$${path}`, compare),
    compare,
  };
}

function compileFunction(spec: Value, order: Order, path: string): WindowFunction {
  if (!isDoc(spec)) return fail(9, `the field '${path}' must be an object with a window function`);
  const { window, ...rest } = spec;
  const [name = ''] = Object.keys(rest);
  const special = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (special) {
    if (!order.sort) fail(5371602, `${name} must be specified with a sortBy`);
    return special(rest[name]!, order);
  }
  const frame = frameOf(window, order);
  const framed = Object.hasOwn(FRAMED, name) ? FRAMED[name]!(rest[name]!, order, window !== undefined) : undefined;
  if (framed) return (docs, scope) => docs.map((_, row) => framed(docs, ...frame(docs, scope)(row), scope));
  const make = compileAccumulator(docOf(rest), order.compare, path);
  return (docs, scope) => {
    const bounds = frame(docs, scope);
    return docs.map((_, row) => {
      const accumulator = make();
      const [from, to] = bounds(row);
      for (let i = from; i <= to; i++) accumulator.add(docs[i]!, scope);
      return accumulator.result();
    });
  };
}

type Frame = (docs: Doc[], scope: Scope) => (row: number) => [number, number];

/** Which documents a row's window holds. */
function frameOf(window: Value | undefined, order: Order): Frame {
  if (window === undefined) return (docs) => () => [0, docs.length - 1];
  if (!isDoc(window)) return fail(9, "'window' must be an object");
  const { documents, range, unit } = window;
  if (Array.isArray(documents)) {
    const [low, high] = documents.map(bound);
    return (docs) => (row) => [Math.max(0, row + low!), Math.min(docs.length - 1, row + high!)];
  }
  if (!Array.isArray(range) || !order.by)
    return fail(9, "'window' needs documents, or range with a sortBy of one field");
  const factor =
    typeof unit === 'string'
      ? (FIXED[unit] ?? fail(238, `a window in units of ${unit} is not supported by this store`))
      : 1;
  const [low, high] = range.map((limit) =>
    limit === 'unbounded' || limit === 'current' ? bound(limit, 0) : toNumber(limit as Numeric),
  );
  return (docs, scope) => {
    const keys = docs.map((doc) => keyNumber(order.by!(doc, scope)));
    const [below, above] = [edge(range[0]!, low!, -1) * factor, edge(range[1]!, high!, 1) * factor];
    return (row) => {
      const inside = (key: number) => key >= keys[row]! + below && key <= keys[row]! + above;
      return [keys.findIndex(inside), keys.findLastIndex(inside)];
    };
  };
}

function edge(given: Value, value: number, sign: number): number {
  return given === 'unbounded' ? sign * Infinity : value;
}

function bound(limit: Value, side: number): number {
  if (limit === 'unbounded') return side === 0 ? -Infinity : Infinity;
  if (limit === 'current') return 0;
  return toSafeInteger(limit) ?? fail(5339902, 'window bounds must be unbounded, current or whole numbers');
}
