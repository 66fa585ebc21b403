import type { Collection } from '../collection.ts';
import { equal } from '../compare.ts';
import { describe } from '../describe.ts';
import type { Reply } from '../encode.ts';
import { fail } from '../errors.ts';
import { normalise } from '../index-spec.ts';
import { matcherOf } from '../match.ts';
import { isTrue } from '../tests.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';
import { flag, namespaceOf, optionalDoc, type Command, type Request } from './command.ts';

const OPTIONS = ['validator', 'validationLevel', 'validationAction', 'idIndex'];
const UNSUPPORTED = [
  'capped',
  'viewOn',
  'timeseries',
  'clusteredIndex',
  'changeStreamPreAndPostImages',
  'collation',
  'encryptedFields',
];

export const create: Command = {
  fields: [
    ...OPTIONS,
    ...UNSUPPORTED,
    'size',
    'max',
    'pipeline',
    'storageEngine',
    'indexOptionDefaults',
    'autoIndexId',
    'expireAfterSeconds',
  ],
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    for (const option of UNSUPPORTED) {
      if (command[option] !== undefined && command[option] !== false) {
        fail(115, `creating a collection with '${option}' is not supported by this store`);
      }
    }
    const options = newDoc();
    for (const option of OPTIONS.slice(0, 3)) if (command[option] !== undefined) options[option] = command[option];
    if (isDoc(options.validator)) matcherOf(options.validator);
    const existing = store.find(namespace);
    if (existing && !equal(existing.options, options))
      fail(48, `namespace ${namespace} already exists, but with different options`);
    if (!existing) store.ensure(namespace, options);
    return { ok: 1 };
  },
};

export const drop: Command = {
  run(request) {
    const { store } = request;
    const collection = store.find(namespaceOf(request));
    if (!collection) return { ok: 1 };
    const nIndexesWas = collection.indexes.length;
    store.commit.alone(() => store.catalog.drop(collection));
    return { nIndexesWas, ns: collection.namespace, ok: 1 };
  },
};

export const dropDatabase: Command = {
  run({ store, database }) {
    const collections = store.catalog.of(database);
    store.commit.alone(() => {
      for (const collection of collections) store.catalog.drop(collection);
    });
    return collections.length > 0 ? { dropped: database, ok: 1 } : { ok: 1 };
  },
};

export const collMod: Command = {
  fields: ['index', 'validator', 'validationLevel', 'validationAction'],
  run(request) {
    const { store, command } = request;
    const namespace = namespaceOf(request);
    const collection = store.find(namespace) ?? fail(26, `ns does not exist: ${namespace}`);
    const options = docOf({ ...collection.options });
    for (const option of OPTIONS.slice(0, 3)) if (command[option] !== undefined) options[option] = command[option];
    if (isDoc(options.validator)) matcherOf(options.validator);
    const changed = store.commit.alone(() => {
      const altered = store.catalog.alter(collection, namespace, options);
      const index = optionalDoc(command, 'index');
      return index ? alterIndex(request, altered, index) : {};
    });
    return { ...changed, ok: 1 };
  },
};

/** Answers the old and the new value of what was changed, as MongoDB does. */
function alterIndex({ store }: Request, collection: Collection, change: Doc): { [name: string]: Reply } {
  const { name, keyPattern, expireAfterSeconds, hidden, ...others } = change;
  const [unknown] = Object.keys(others);
  if (unknown) fail(40415, `BSON field 'collMod.index.${unknown}' is an unknown field.`);
  if (name === undefined && keyPattern === undefined) fail(72, 'must specify either index name or key pattern');
  const index = collection.indexes.find((other) => {
    return name !== undefined ? other.name === name : keyPattern !== undefined && equal(other.spec.key!, keyPattern);
  });
  if (!index) return fail(27, `cannot find index ${describe(name ?? keyPattern)} for ns ${collection.namespace}`);
  if (expireAfterSeconds === undefined && hidden === undefined) fail(72, 'no expireAfterSeconds or hidden field');
  if (hidden !== undefined && index === collection.idIndex) fail(72, "can't hide _id index");
  const before = index.spec;
  store.catalog.alterIndex(collection, index, normalise(docOf({ ...before, ...changes(change) })));
  return {
    ...(expireAfterSeconds !== undefined && {
      expireAfterSeconds_old: before.expireAfterSeconds,
      expireAfterSeconds_new: expireAfterSeconds,
    }),
    ...(hidden !== undefined && { hidden_old: isTrue(before.hidden), hidden_new: isTrue(hidden) }),
  };
}

function changes({ expireAfterSeconds, hidden }: Doc): { [name: string]: Value | undefined } {
  return { ...(expireAfterSeconds !== undefined && { expireAfterSeconds }), ...(hidden !== undefined && { hidden }) };
}

export const renameCollection: Command = {
  fields: ['to', 'dropTarget', 'stayTemp'],
  run({ store, command }) {
    const [from, to] = [String(command.renameCollection), String(command.to)];
    const collection = store.find(from) ?? fail(26, `Source collection ${from} does not exist`);
    const target = store.find(to);
    if (target && !flag(command, 'dropTarget')) fail(48, 'target namespace exists');
    store.commit.alone(() => {
      if (target) store.catalog.drop(target);
      store.catalog.alter(collection, to, collection.options);
    });
    return { ok: 1 };
  },
};
