import { compare as simpleCompare, type Compare } from './compare.ts';
import { compileExpression, type Scope } from './expressions/compile.ts';
import { fieldName } from './field-name.ts';
import { parseFilter, type Filter } from './filter.ts';
import { walk, walkLeaves } from './path.ts';
import { compileSchema } from './schema.ts';
import { isTrue, TESTS, WHOLE, type Test } from './tests.ts';
import { isDoc, newDoc, type Doc } from './value.ts';

/** Filled by a matcher: the position in the array through which a condition matched (what `$` stands for). */
export interface Found {
  position: number;
}

export type Matcher = (doc: Doc, found?: Found) => boolean;

export interface MatchOptions {
  compare?: Compare;
  scope?: Scope;
}

const ALWAYS: Matcher = () => true;

/** Compiles a query document into a function over documents. */
export function matcherOf(query: Doc, options: MatchOptions = {}): Matcher {
  return compileFilter(parseFilter(query), options);
}

/** Compiles a parsed query. */
export function compileFilter(filter: Filter, options: MatchOptions = {}): Matcher {
  switch (filter.kind) {
    case 'all':
      return compileAll(filter.of, options);
    case 'any': {
      const matchers = filter.of.map((part) => compileFilter(part, options));
      return (doc, found) => matchers.some((matches) => matches(doc, found));
    }
    case 'none': {
      const matchers = filter.of.map((part) => compileFilter(part, options));
      return (doc) => !matchers.some((matches) => matches(doc));
    }
    case 'test':
      return compileTest(filter, options.compare ?? simpleCompare);
    case 'elements':
      return compileElements(filter, options);
    case 'expression': {
      const evaluate = compileExpression(filter.expression, options.compare);
      return (doc) => isTrue(evaluate(doc, options.scope ?? {}));
    }
    case 'schema':
      return compileSchema(filter.schema);
  }
}

function compileAll(filters: Filter[], options: MatchOptions): Matcher {
  if (filters.length === 0) return ALWAYS;
  const matchers = filters.map((part) => compileFilter(part, options));
  if (matchers.length === 1) return matchers[0]!;
  return (doc, found) => matchers.every((matches) => matches(doc, found));
}

function compileTest({ operator, value, parts }: Test, compare: Compare): Matcher {
  const passes = TESTS[operator]!(value, compare);
  const single = parts.length === 1 ? parts[0]! : undefined;
  const visitAll = WHOLE.has(operator) ? walk : walkLeaves;
  if (operator === '$exists' && !isTrue(value)) {
    return (doc) => !walk(doc, parts, (item) => item !== undefined);
  }
  return (doc, found) => {
    if (single !== undefined) {
      const item = doc[single];
      // The elements of an $elemMatch on values, which stand under no name, are not opened again.
      if (!Array.isArray(item) || single === '') return passes(item);
    }
    return visitAll(doc, parts, (item, position) => {
      if (!passes(item)) return false;
      if (found && position >= 0) found.position = position;
      return true;
    });
  };
}

/** An `$elemMatch` on values sees each element as the field `''` of a document. */
function compileElements(filter: Extract<Filter, { kind: 'elements' }>, options: MatchOptions): Matcher {
  const matches = compileFilter(filter.of, options);
  return (doc, found) =>
    walk(doc, filter.parts, (items, position) => {
      if (!Array.isArray(items)) return false;
      const at = items.findIndex((item) => {
        if (filter.whole) return isDoc(item) ? matches(item) : Array.isArray(item) && matches(listDoc(item));
        return matches(wrap(item));
      });
      if (at < 0) return false;
      if (found) found.position = position < 0 ? at : position;
      return true;
    });
}

function wrap(item: Doc[string]): Doc {
  const doc = newDoc();
  doc[''] = item;
  return doc;
}

/** An array inside an array is matched like a document with the fields 0, 1, … */
function listDoc(items: Doc[string][]): Doc {
  const doc = newDoc();
  items.forEach((item, i) => (doc[fieldName(String(i))] = item));
  return doc;
}
