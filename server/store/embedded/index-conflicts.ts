import type { Collection } from './collection.ts';
import { equal } from './compare.ts';
import { describe } from './describe.ts';
import { fail } from './errors.ts';
import { isTrue } from './tests.ts';
import { type Doc } from './value.ts';

/**
 * True when a collection has an index as it is asked for. Two indexes are the same when key, partial filter, `unique`
 * and `sparse` are; the same one under another name or with other options is refused (85), another one under the same
 * name too (86).
 */
export function alreadyThere(collection: Collection, spec: Doc): boolean {
  if (isIdKey(spec.key as Doc)) return true;
  const named = collection.indexes.find(({ name }) => name === spec.name);
  if (named && !sameIndex(named.spec, spec)) {
    fail(
      86,
      'An existing index has the same name as the requested index. When index names are not specified, ' +
        'they are auto generated and can cause conflicts. Please refer to our documentation. ' +
        both(spec, named.spec),
    );
  }
  const existing = named ?? collection.indexes.find((index) => sameIndex(index.spec, spec));
  if (!existing) return false;
  const same = sameOptions(existing.spec, spec);
  if (named && same) return true;
  if (same) return fail(85, `Index already exists with a different name: ${existing.name}`);
  const under = named ? 'the same name but different options' : 'a different name and options';
  return fail(85, `An equivalent index already exists with ${under}. ${both(spec, existing.spec)}`);
}

/** The key of the index on `_id`, which every collection has. */
export function isIdKey(key: Doc): boolean {
  return Object.keys(key).join() === '_id';
}

function both(requested: Doc, existing: Doc): string {
  return `Requested index: ${describe(requested)}, existing index: ${describe(existing)}`;
}

function sameIndex(a: Doc, b: Doc): boolean {
  return (
    equal(a.key!, b.key!) &&
    equal(a.partialFilterExpression ?? null, b.partialFilterExpression ?? null) &&
    isTrue(a.unique) === isTrue(b.unique) &&
    isTrue(a.sparse) === isTrue(b.sparse)
  );
}

function sameOptions(a: Doc, b: Doc): boolean {
  return equal(a.expireAfterSeconds ?? null, b.expireAfterSeconds ?? null) && isTrue(a.hidden) === isTrue(b.hidden);
}
