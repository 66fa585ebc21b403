import type { Collection } from './collection.ts';
import { optionalDoc } from './commands/command.ts';
import { equal } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import type { Index } from './index.ts';
import { matcherOf } from './match.ts';
import { toNumber, toSafeInteger } from './number.ts';
import { docOf, isDoc, isNumeric, type Doc, type Value } from './value.ts';

const OPTIONS = ['v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden'];
const IGNORED = new Set(['background', 'ns', 'comment', 'dropDups']);

/** The definition as it is stored; what this store cannot index is refused. */
export function normalise(spec: Doc): Doc {
  const key = optionalDoc(spec, 'key') ?? fail(9, "The 'key' field is a required property of an index specification");
  if (Object.keys(key).length === 0) fail(67, 'Index keys cannot be an empty object.');
  for (const path of Object.keys(key)) checkKey(path, key[path]!);
  if (typeof spec.name !== 'string' || spec.name === '')
    fail(9, "The 'name' field is a required property of an index specification");
  const normal = docOf({ v: 2, key, name: spec.name });
  for (const option of Object.keys(spec)) {
    if (IGNORED.has(option) || option === 'v' || option === 'key' || option === 'name') continue;
    if (option === 'collation' && isDoc(spec.collation) && spec.collation.locale === 'simple') continue;
    if (option === 'collation') fail(115, 'indexes with a collation are not supported by this store');
    if (!OPTIONS.includes(option))
      fail(197, `The field '${option}' is not valid for an index specification. Specification: ${describe(spec)}`);
    if (spec[option] !== false) normal[option] = spec[option]!;
  }
  checkOptions(normal);
  return normal;
}

function checkKey(path: string, direction: Value): void {
  if (path.includes('$**')) fail(67, 'wildcard indexes are not supported by this store');
  if (path === '' || path.split('.').includes('')) fail(67, 'Index keys cannot contain an empty field.');
  if (path.startsWith('$')) fail(67, `Index key contains an illegal field name: field name starts with '$'.`);
  if (typeof direction === 'string')
    fail(67, `Unknown index plugin '${direction}': this store has no ${direction} indexes`);
  const whole = toSafeInteger(direction);
  if (whole !== 1 && whole !== -1)
    fail(67, `Values in v:2 index key pattern must be 1 or -1 in this store, not ${describe(direction)}`);
}

function checkOptions(spec: Doc): void {
  const { expireAfterSeconds: seconds, partialFilterExpression: filter, key } = spec;
  if (seconds !== undefined) {
    if (!isNumeric(seconds) || toNumber(seconds) < 0 || toNumber(seconds) > 2147483647)
      fail(67, "TTL index 'expireAfterSeconds' option must be within an acceptable range");
    if (Object.keys(key as Doc).length > 1)
      fail(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
    if (Object.hasOwn(key as Doc, '_id'))
      fail(197, "The field 'expireAfterSeconds' is not valid for an _id index specification.");
  }
  if (filter !== undefined) {
    if (!isDoc(filter)) fail(67, 'The field partialFilterExpression must be an object');
    if (spec.sparse) fail(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
    matcherOf(filter);
  }
}

export function alreadyThere(collection: Collection, spec: Doc): boolean {
  const sameKey = (index: Index) => equal(index.spec.key!, spec.key!) && sameFilter(index.spec, spec);
  if (Object.keys(spec.key as Doc).join() === '_id') return true;
  const byName = collection.indexes.find((index) => index.name === spec.name);
  if (byName && !equal(byName.spec.key!, spec.key!)) {
    fail(
      86,
      'An existing index has the same name as the requested index. When index names are not specified, ' +
        'they are auto generated and can cause conflicts. Please refer to our documentation. Requested ' +
        `index: ${describe(spec)}, existing index: ${describe(byName.spec)}`,
    );
  }
  const existing = byName ?? collection.indexes.find(sameKey);
  if (!existing) return false;
  if (sameOptions(existing.spec, spec)) {
    if (existing.name === spec.name) return true;
    fail(85, `Index already exists with a different name: ${existing.name}`);
  }
  return fail(
    byName ? 86 : 85,
    'An equivalent index already exists with the same name but different options. Requested index: ' +
      `${describe(spec)}, existing index: ${describe(existing.spec)}`,
  );
}

function sameFilter(a: Doc, b: Doc): boolean {
  return equal(a.partialFilterExpression ?? null, b.partialFilterExpression ?? null);
}

function sameOptions(a: Doc, b: Doc): boolean {
  const same = ['unique', 'sparse', 'expireAfterSeconds'].every((option) =>
    equal(a[option] ?? null, b[option] ?? null),
  );
  return same && sameFilter(a, b);
}
