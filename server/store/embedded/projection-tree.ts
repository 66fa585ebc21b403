import type { Compare } from './compare.ts';
import { fail } from './errors.ts';
import { compileExpression, isOperator, type Evaluate, type Scope } from './expressions/compile.ts';
import { matcherOf, type Matcher } from './match.ts';
import { toSafeInteger } from './number.ts';
import { fieldPath, splitPath } from './path.ts';
import { isTrue } from './tests.ts';
import { isDoc, isNumeric, newDoc, type Doc, type Value } from './value.ts';

export interface ProjectOptions {
  compare?: Compare | undefined;
  scope?: Scope | undefined;
  /** Allows what only a find's projection knows: `$slice` and `$elemMatch` as operators, and `a.$`. */
  find?: boolean;
}

export type Leaf =
  | { kind: 'include' | 'exclude' | 'positional' }
  | { kind: 'slice'; from: number; count: number | undefined }
  | { kind: 'elemMatch'; matches: Matcher }
  | { kind: 'compute'; evaluate: Evaluate };
export interface Branch {
  kind: 'branch';
  children: Map<string, Branch | Leaf>;
}

export function collect(
  spec: Doc,
  prefix: string,
  options: ProjectOptions,
  leaves: { path: string; leaf: Leaf }[],
): void {
  for (const name of Object.keys(spec)) {
    const value = spec[name]!;
    const path = prefix + name;
    checkPath(path, options);
    if (isDoc(value) && !Object.keys(value)[0]?.startsWith('$')) {
      if (Object.keys(value).length === 0)
        fail(51270, `An empty sub-projection is not a valid value. Found empty object at path`);
      collect(value, `${path}.`, options, leaves);
    } else if (options.find && path.endsWith('.$')) leaves.push({ path: path.slice(0, -2), leaf: positional(value) });
    else leaves.push({ path, leaf: parseLeaf(value, options) });
  }
}

function checkPath(path: string, { find }: ProjectOptions): void {
  const parts = fieldPath(find && path.endsWith('.$') ? path.slice(0, -2) : path);
  if (find && parts.includes('$'))
    fail(
      31394,
      'Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form ' +
        "like a.b.$.d, remove the parts following the '$' and the results will be equivalent.",
    );
  if (parts.some((part) => part.startsWith('$')))
    fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
}

function positional(value: Value): Leaf {
  const included = typeof value === 'boolean' || isNumeric(value) ? isTrue(value) : true;
  return included ? { kind: 'positional' } : fail(31395, 'positional projection cannot be used with exclusion');
}

function parseLeaf(value: Value, options: ProjectOptions): Leaf {
  if (typeof value === 'boolean' || isNumeric(value)) return { kind: isTrue(value) ? 'include' : 'exclude' };
  if (options.find && isDoc(value)) {
    if (value.$slice !== undefined && !isExpressionSlice(value.$slice)) return parseSlice(value.$slice);
    if (value.$elemMatch !== undefined) {
      const query = newDoc();
      query.items = value as Value;
      return { kind: 'elemMatch', matches: elementMatcher(value, options.compare) };
    }
    if (value.$meta !== undefined) fail(238, '$meta is not supported by this store');
  }
  return { kind: 'compute', evaluate: compileProjected(value, options) };
}

/** Projections word an unknown operator in their own way. */
function compileProjected(value: Value, { compare, find }: ProjectOptions): Evaluate {
  const [name] = isDoc(value) ? Object.keys(value) : [];
  if (name?.startsWith('$') && !isOperator(name))
    fail(31325, `${find ? '' : 'Invalid $project :: caused by :: '}Unknown expression ${name}`);
  return compileExpression(value, compare);
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

export function attach(root: Branch, path: string, leaf: Leaf): void {
  const parts = splitPath(path);
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

export function isInclusive(leaves: { path: string; leaf: Leaf }[]): boolean {
  checkPositional(leaves.map(({ leaf }) => leaf.kind));
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

function checkPositional(kinds: Leaf['kind'][]): void {
  const count = kinds.filter((kind) => kind === 'positional').length;
  if (count > 1) fail(31276, 'Cannot specify more than one positional projection per query.');
  if (count > 0 && kinds.includes('elemMatch')) fail(31255, 'Cannot specify positional operator and $elemMatch.');
}
