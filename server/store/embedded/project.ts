import type { Compare } from './compare.ts';
import { fail } from './errors.ts';
import { compileExpression, type Evaluate, type Scope } from './expressions/compile.ts';
import { matcherOf, type Matcher } from './match.ts';
import { isTrue } from './tests.ts';
import { toSafeInteger } from './number.ts';
import { docOf, isDoc, isNumeric, newDoc, type Doc, type Value } from './value.ts';

export interface ProjectOptions {
  compare?: Compare | undefined;
  scope?: Scope | undefined;
  /** Allows what only a find's projection knows: `$slice` and `$elemMatch` as operators, and `a.$`. */
  find?: boolean;
}

/** `position` is where the query matched in an array, for `a.$`. */
export type Projector = (doc: Doc, position: number) => Doc;

type Leaf =
  | { kind: 'include' | 'exclude' | 'positional' }
  | { kind: 'slice'; from: number; count: number | undefined }
  | { kind: 'elemMatch'; matches: Matcher }
  | { kind: 'compute'; evaluate: Evaluate };
interface Branch {
  kind: 'branch';
  children: Map<string, Branch | Leaf>;
}

/** Compiles a projection; `undefined` when the documents stay as they are. */
export function compileProjection(spec: Doc, options: ProjectOptions = {}): Projector | undefined {
  if (Object.keys(spec).length === 0) return undefined;
  const root: Branch = { kind: 'branch', children: new Map() };
  const leaves: { path: string; leaf: Leaf }[] = [];
  collect(spec, '', options, leaves);
  for (const { path, leaf } of leaves) attach(root, path, leaf);
  const inclusive = isInclusive(leaves);
  const scope = options.scope ?? {};
  if (!inclusive) return (doc) => exclude(doc, root);
  if (!root.children.has('_id')) root.children.set('_id', { kind: 'include' });
  const dropId = root.children.get('_id')?.kind === 'exclude';
  return (doc, position) => {
    const result = include(doc, root, position);
    if (dropId) delete result._id;
    compute(result, root, doc, scope);
    return result;
  };
}

/** Compiles `$addFields`: computed fields over the document as it is. */
export function compileAddFields(spec: Doc, options: ProjectOptions = {}): (doc: Doc) => Doc {
  const root: Branch = { kind: 'branch', children: new Map() };
  const add = (fields: Doc, prefix: string): void => {
    for (const name of Object.keys(fields)) {
      const value = fields[name]!;
      if (isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]!.startsWith('$'))
        add(value, `${prefix}${name}.`);
      else attach(root, prefix + name, { kind: 'compute', evaluate: compileExpression(value, options.compare) });
    }
  };
  add(spec, '');
  const scope = options.scope ?? {};
  return (doc) => {
    const result = copyAlong(doc, root);
    compute(result, root, doc, scope);
    return result;
  };
}

/** A copy of a document down the branches that will be written to. */
function copyAlong(doc: Doc, branch: Branch): Doc {
  const copy = docOf(doc);
  for (const [name, child] of branch.children) {
    if (child.kind === 'branch') copy[name] = copyValue(copy[name], child) as Value;
    if (copy[name] === undefined) delete copy[name];
  }
  return copy;
}

function copyValue(value: Value | undefined, branch: Branch): Value | undefined {
  if (isDoc(value)) return copyAlong(value, branch);
  return Array.isArray(value) ? value.map((item) => copyValue(item, branch)!) : value;
}

/** True when the projection needs to know where the query matched. */
export function isPositional(spec: Doc): boolean {
  return Object.keys(spec).some((path) => path.endsWith('.$'));
}

function collect(spec: Doc, prefix: string, options: ProjectOptions, leaves: { path: string; leaf: Leaf }[]): void {
  for (const name of Object.keys(spec)) {
    const value = spec[name]!;
    const path = prefix + name;
    if (path === '' || path.split('.').includes('')) fail(40352, 'FieldPath cannot be constructed with empty string');
    if (isDoc(value) && !Object.keys(value)[0]?.startsWith('$')) {
      if (Object.keys(value).length === 0)
        fail(51270, `An empty sub-projection is not a valid value. Found empty object at path`);
      collect(value, `${path}.`, options, leaves);
    } else if (options.find && path.endsWith('.$'))
      leaves.push({ path: path.slice(0, -2), leaf: { kind: 'positional' } });
    else leaves.push({ path, leaf: parseLeaf(path, value, options) });
  }
}

function parseLeaf(path: string, value: Value, options: ProjectOptions): Leaf {
  if (typeof value === 'boolean' || isNumeric(value)) return { kind: isTrue(value) ? 'include' : 'exclude' };
  if (path.startsWith('$'))
    fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  if (options.find && isDoc(value)) {
    if (value.$slice !== undefined && !isExpressionSlice(value.$slice)) return parseSlice(value.$slice);
    if (value.$elemMatch !== undefined) {
      const query = newDoc();
      query.items = value as Value;
      return { kind: 'elemMatch', matches: elementMatcher(value, options.compare) };
    }
    if (value.$meta !== undefined) fail(238, '$meta is not supported by this store');
  }
  return { kind: 'compute', evaluate: compileExpression(value, options.compare) };
}

/** `{ $slice: ['$field', 2] }` is the expression, `{ $slice: [1, 2] }` the projection. */
function isExpressionSlice(operand: Value): boolean {
  return Array.isArray(operand) && !isNumeric(operand[0]);
}

function parseSlice(operand: Value): Leaf {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map((part) => toSafeInteger(part));
  const [first, second] = numbers;
  if (first === undefined || (numbers.length > 1 && (second === undefined || second <= 0))) {
    return fail(28667, 'Invalid $slice syntax. The given syntax does not match the find() syntax');
  }
  if (numbers.length > 1) return { kind: 'slice', from: first, count: second };
  return first < 0 ? { kind: 'slice', from: first, count: undefined } : { kind: 'slice', from: 0, count: first };
}

function elementMatcher(condition: Doc, compare: Compare | undefined): Matcher {
  const query = newDoc();
  query.items = condition;
  const matches = matcherOf(query, compare ? { compare } : {});
  return (item) => {
    const wrapped = newDoc();
    wrapped.items = [item];
    return matches(wrapped);
  };
}

function attach(root: Branch, path: string, leaf: Leaf): void {
  const parts = path.split('.');
  let branch = root;
  parts.forEach((part, i) => {
    const known = branch.children.get(part);
    if (i === parts.length - 1) {
      if (known) fail(31250, `Path collision at ${path}`);
      branch.children.set(part, leaf);
    } else if (!known) {
      const child: Branch = { kind: 'branch', children: new Map() };
      branch.children.set(part, child);
      branch = child;
    } else if (known.kind === 'branch') branch = known;
    else fail(31249, `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`);
  });
}

function isInclusive(leaves: { path: string; leaf: Leaf }[]): boolean {
  let mode: boolean | undefined;
  for (const { path, leaf } of leaves) {
    if (leaf.kind === 'slice' || (path === '_id' && (leaf.kind === 'exclude' || leaf.kind === 'include'))) continue;
    const wants = leaf.kind !== 'exclude';
    if (mode === undefined) mode = wants;
    else if (mode && !wants) fail(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    else if (!mode && wants) fail(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
  }
  return mode ?? leaves.some(({ path, leaf }) => path === '_id' && leaf.kind === 'include');
}

function include(doc: Doc, branch: Branch, position: number): Doc {
  const result = newDoc();
  for (const name of Object.keys(doc)) {
    const child = branch.children.get(name);
    if (!child) continue;
    const value = includeValue(doc[name]!, child, position);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function includeValue(value: Value, child: Branch | Leaf, position: number): Value | undefined {
  switch (child.kind) {
    case 'branch':
      if (isDoc(value)) return include(value, child, position);
      if (!Array.isArray(value)) return undefined;
      return value.flatMap((item) => {
        const kept = isDoc(item) || Array.isArray(item) ? includeValue(item, child, position) : undefined;
        return kept === undefined ? [] : [kept];
      });
    case 'include':
      return value;
    case 'positional':
      if (!Array.isArray(value)) return value;
      if (position < 0 || position >= value.length)
        return fail(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        );
      return [value[position]!];
    case 'slice':
    case 'elemMatch':
      return special(value, child);
    default:
      return undefined;
  }
}

function special(value: Value, leaf: Leaf): Value | undefined {
  if (leaf.kind === 'slice') return Array.isArray(value) ? slice(value, leaf.from, leaf.count) : value;
  if (leaf.kind !== 'elemMatch' || !Array.isArray(value)) return undefined;
  const found = value.find((item) => leaf.matches(item as Doc));
  return found === undefined ? undefined : [found];
}

function slice(items: Value[], from: number, count: number | undefined): Value[] {
  const start = from < 0 ? Math.max(0, items.length + from) : from;
  return items.slice(start, count === undefined ? undefined : start + count);
}

function exclude(doc: Doc, branch: Branch): Doc {
  const result = newDoc();
  for (const name of Object.keys(doc)) {
    const value = doc[name]!;
    const child = branch.children.get(name);
    if (!child || child.kind === 'include') result[name] = value;
    else if (child.kind === 'branch') result[name] = excludeValue(value, child);
    else if (child.kind === 'slice') result[name] = special(value, child)!;
  }
  return result;
}

function excludeValue(value: Value, branch: Branch): Value {
  if (isDoc(value)) return exclude(value, branch);
  if (Array.isArray(value)) return value.map((item) => excludeValue(item, branch));
  return value;
}

function compute(result: Doc, branch: Branch, doc: Doc, scope: Scope): void {
  for (const [name, child] of branch.children) {
    if (child.kind === 'compute') {
      const value = child.evaluate(doc, scope);
      if (value === undefined) delete result[name];
      else result[name] = value;
    } else if (child.kind === 'branch' && hasComputed(child)) {
      result[name] = computeInside(result[name], child, doc, scope);
    }
  }
}

function computeInside(value: Value | undefined, branch: Branch, doc: Doc, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((item) => computeInside(item, branch, doc, scope));
  const holder = isDoc(value) ? value : newDoc();
  compute(holder, branch, doc, scope);
  return holder;
}

function hasComputed(branch: Branch): boolean {
  return [...branch.children.values()].some(
    (child) => child.kind === 'compute' || (child.kind === 'branch' && hasComputed(child)),
  );
}
