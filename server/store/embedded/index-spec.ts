import { optionalDoc } from './commands/command.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { parseFilter, type Filter } from './filter.ts';
import { isIdKey } from './index-conflicts.ts';
import { toNumber, toSafeInteger } from './number.ts';
import { isTrue } from './tests.ts';
import { docOf, isDoc, isNumeric, typeName, type Doc, type Value } from './value.ts';

const OPTIONS = ['v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden'];
const ON_ID = new Set(['v', 'ns', 'collation', 'background', 'comment']);
const PARTIAL = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists', '$type']);
const IGNORED = new Set(['background', 'ns', 'comment', 'dropDups']);

/** The definition as it is stored; what this store cannot index is refused. */
export function normalise(spec: Doc): Doc {
  const key = optionalDoc(spec, 'key') ?? fail(9, "The 'key' field is a required property of an index specification");
  if (Object.keys(key).length === 0) fail(67, 'Index keys cannot be an empty object.');
  for (const path of Object.keys(key)) checkKey(path, key[path]!);
  checkName(spec, key);
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

function checkName({ name, unique, key: _, ...spec }: Doc, key: Doc): void {
  if (typeof name !== 'string') fail(9, "The 'name' field is a required property of an index specification");
  if (name === '') fail(67, 'index name cannot be empty');
  if (name === '*') fail(2, "The index name '*' is not valid.");
  if (!isIdKey(key)) {
    if (name === '_id_')
      fail(
        2,
        "The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}, found key: " +
          describe(key),
      );
    return;
  }
  if (toSafeInteger(key._id) !== 1)
    fail(2, `The field 'key' for an _id index must be {_id: 1}, but got ${describe(key)}`);
  const strange = unique === undefined ? Object.keys(spec).find((option) => !ON_ID.has(option)) : 'unique';
  if (strange) fail(197, `The field '${strange}' is not valid for an _id index specification.`);
}

function checkKey(path: string, direction: Value): void {
  if (path.includes('$**')) fail(67, 'wildcard indexes are not supported by this store');
  if (path === '' || path.split('.').includes('')) fail(67, 'Index keys cannot contain an empty field.');
  if (path.split('.').some((part) => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part)))
    fail(67, `Index key contains an illegal field name: field name starts with '$'.`);
  if (typeof direction === 'string')
    fail(67, `Unknown index plugin '${direction}': this store has no ${direction} indexes`);
  if (!isNumeric(direction))
    return fail(
      67,
      `Values in v:2 index key pattern cannot be of type ${typeName(direction)}. Only numbers > 0, numbers < 0, and ` +
        'strings are allowed.',
    );
  const number = toNumber(direction);
  if (!(number > 0 || number < 0))
    fail(
      67,
      'Values in the index key pattern cannot be 0 or NaN: only numbers > 0, numbers < 0, and strings are allowed.',
    );
}

function checkOptions(spec: Doc): void {
  const { expireAfterSeconds: seconds, partialFilterExpression: filter, key } = spec;
  if (seconds !== undefined) {
    if (!isNumeric(seconds) || toNumber(seconds) < 0 || toNumber(seconds) > 2147483647)
      fail(67, "TTL index 'expireAfterSeconds' option must be within an acceptable range");
    if (Object.keys(key as Doc).length > 1)
      fail(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
  }
  if (filter !== undefined) {
    if (!isDoc(filter)) fail(14, `The field 'partialFilterExpression' must be an object, but got ${typeName(filter)}`);
    if (isTrue(spec.sparse)) fail(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
    checkPartial(parseFilter(filter));
  }
}

/** What a partial index may ask: only what a planner can tell to follow from a query. */
function checkPartial(filter: Filter): void {
  if (filter.kind === 'all' || filter.kind === 'any') return filter.of.forEach(checkPartial);
  if (filter.kind === 'test' && PARTIAL.has(filter.operator) && (filter.operator !== '$exists' || isTrue(filter.value)))
    return;
  fail(67, `Expression not supported in partial index: ${filter.kind === 'test' ? filter.operator : filter.kind}`);
}
