import { compute, hasComputed } from './compute-fields.ts';
import { fail } from './errors.ts';
import { compileExpression } from './expressions/compile.ts';
import { attach, collect, isInclusive, type Branch, type Leaf, type ProjectOptions } from './projection-tree.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from './value.ts';

/** `position` is where the query matched in an array, for `a.$`. */
export type Projector = (doc: Doc, position: number) => Doc;

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
        if (kept === undefined) return hasComputed(child) ? [null] : [];
        return [kept];
      });
    case 'include':
      return value;
    case 'positional':
      if (!Array.isArray(value)) return value;
      if (position < 0 || position >= value.length)
        return fail(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a " +
            'matching element in the array',
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
