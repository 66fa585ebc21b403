import { describe } from './describe.ts';
import { fail } from './errors.ts';
import type { Matcher } from './match.ts';
import type { Modify } from './modifiers.ts';
import { fieldName, isPosition, positionOf } from './field-name.ts';
import { isDoc, newDoc, type Doc, type Value } from './value.ts';

const MAX_BACKFILL = 1_500_000;

/** What the dynamic parts of an update path (`$`, `$[]`, `$[name]`) refer to. */
export interface Target {
  position: number;
  filters: Map<string, Matcher>;
  id: Value | undefined;
  /** What has been written to, where that must be watched. */
  touched?: Set<string> | undefined;
}

/** What to do where a path ends early: make what is missing, leave it, or leave even what is in the way. */
export type Missing = 'create' | 'leave' | 'ignore';

/**
 * Replaces the value at an update path by what `modify` makes of it (undefined removes it); a path that leads through
 * something that is no document is refused, unless it is to be ignored. Errors as MongoDB's (2, 28, 40).
 */
export function modifyAt(doc: Doc, parts: string[], modify: Modify, target: Target, missing: Missing): void {
  descend({ parts, modify, target, missing }, doc, 0, '');
}

/** One update of one document: what stays the same on the way down its path. */
interface Walk {
  parts: string[];
  modify: Modify;
  target: Target;
  missing: Missing;
}

function descend(walk: Walk, holder: Doc | Value[], at: number, trail: string): void {
  const part = walk.parts[at]!;
  if (!isDynamic(part)) return step(walk, holder, part, at, trail);
  for (const position of positions(walk, holder, at)) step(walk, holder, fieldName(String(position)), at, trail);
}

function step(walk: Walk, holder: Doc | Value[], name: string, at: number, trail: string): void {
  const { parts, modify, target, missing } = walk;
  if (Array.isArray(holder) && !isPosition(name)) {
    if (missing !== 'ignore') blocked(walk, at, holder);
    return;
  }
  const current = read(holder, name);
  const path = target.touched ? `${trail}${name}.` : '';
  if (at === parts.length - 1) {
    if (target.touched) touch(target.touched, path);
    const next = modify(current, { doc: target.id, name });
    if (next !== current) write(holder, name, next);
    return;
  }
  if (isDoc(current) || Array.isArray(current)) return descend(walk, current, at + 1, path);
  if (current !== undefined) {
    if (parts[at + 1]!.startsWith('$['))
      fail(2, `Cannot apply array updates to non-array element ${name}: ${describe(current)}`);
    if (missing !== 'ignore') blocked(walk, at + 1, current);
    return;
  }
  if (parts[at + 1]!.startsWith('$[')) {
    fail(
      2,
      `The path '${parts.slice(0, at + 1).join('.')}' must exist in the document in order to apply array updates.`,
    );
  }
  if (missing !== 'create') return;
  const made = newDoc();
  descend(walk, made, at + 1, path);
  if (Object.keys(made).length > 0) write(holder, name, made);
}

/** Where dynamic parts lead to the same place twice, only the document can tell (40). */
function touch(touched: Set<string>, path: string): void {
  for (const other of touched) {
    if (!other.startsWith(path) && !path.startsWith(other)) continue;
    const shorter = other.length < path.length ? other : path;
    fail(40, `Updating the path '${path.slice(0, -1)}' would create a conflict at '${shorter.slice(0, -1)}'`);
  }
  touched.add(path);
}

/** `$`, `$[]` and `$[name]`, which stand for positions. */
export function isDynamic(part: string): boolean {
  return part === '$' || part.startsWith('$[');
}

function blocked({ parts, missing }: Walk, at: number, by: Value): never {
  const [part, holder] = [parts[at]!, `{${parts[at - 1]}: ${describe(by)}}`];
  if (missing === 'create') return fail(28, `Cannot create field '${part}' in element ${holder}`);
  return fail(28, `Cannot use the part (${part}) of (${parts.join('.')}) to traverse the element (${holder})`);
}

function positions({ parts, target }: Walk, holder: Doc | Value[], at: number): number[] {
  const part = parts[at]!;
  if (part === '$') {
    if (target.position < 0) fail(2, 'The positional operator did not find the match needed from the query.');
    return [target.position];
  }
  if (!Array.isArray(holder))
    return fail(2, `Cannot apply array updates to non-array element ${parts[at - 1]}: ${describe(holder)}`);
  if (part === '$[]') return holder.map((_, i) => i);
  const name = part.slice(2, -1);
  const matches = target.filters.get(name)!;
  return holder.flatMap((item, i) => {
    const wrapped = newDoc();
    wrapped[name] = item;
    return matches(wrapped) ? [i] : [];
  });
}

function read(holder: Doc | Value[], name: string): Value | undefined {
  return Array.isArray(holder) ? holder[positionOf(name)] : holder[name];
}

function write(holder: Doc | Value[], name: string, value: Value | undefined): void {
  if (!Array.isArray(holder)) {
    if (value === undefined) delete holder[name];
    else holder[name] = value;
    return;
  }
  const position = positionOf(name);
  if (value === undefined) {
    if (position < holder.length) holder[position] = null;
    return;
  }
  if (position - holder.length > MAX_BACKFILL) fail(2, `can't backfill more than ${MAX_BACKFILL} elements`);
  while (holder.length < position) holder.push(null);
  holder[position] = value;
}
