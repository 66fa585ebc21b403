import type { Scope } from './expressions/compile.ts';
import type { Branch } from './projection-tree.ts';
import { isDoc, newDoc, type Doc, type Value } from './value.ts';

export function compute(result: Doc, branch: Branch, doc: Doc, scope: Scope): void {
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

/** True when a projection computes something below here. */
export function hasComputed(branch: Branch): boolean {
  return [...branch.children.values()].some(
    (child) => child.kind === 'compute' || (child.kind === 'branch' && hasComputed(child)),
  );
}
