import { compileStages, pipelineOf, type BuildStage, type Environment } from '../aggregate.ts';
import type { Collection, Stored } from '../collection.ts';
import { encode } from '../encode.ts';
import { fail } from '../errors.ts';
import { compileExpression } from '../expressions/compile.ts';
import { planQuery } from '../query.ts';
import { docOf, isDoc, newDoc, type Doc, type Value } from '../value.ts';
import { insertDocument, updateDocument } from '../write.ts';
import { lazily } from './shape.ts';

const PLAIN = { bypassValidation: false };

/** Replaces a collection by the result, at once for whoever reads it; its indexes stay. */
export const out: BuildStage = (spec, environment) => {
  const namespace = targetOf(spec, environment, '$out');
  const { store } = environment;
  return lazily((input) => {
    const docs = [...input].map((doc) => encode(doc));
    const old = store.find(namespace);
    store.commit.alone(() => {
      const specs = old ? old.indexes.slice(1).map((index) => index.spec) : [];
      if (old) store.catalog.drop(old);
      const fresh = store.catalog.create(namespace, old?.options ?? newDoc());
      for (const index of specs) store.catalog.createIndex(fresh, index);
      for (const bytes of docs) insertDocument(fresh, bytes, PLAIN);
    });
    return [];
  });
};

export const merge: BuildStage = (spec, environment) => {
  const options = isDoc(spec) ? spec : docOf({ into: spec });
  const namespace = targetOf(options.into, environment, '$merge');
  const on = (Array.isArray(options.on) ? options.on : [options.on ?? '_id']).map(String);
  const matched = compileMatched(options, environment);
  const missing = options.whenNotMatched ?? 'insert';
  if (!['insert', 'discard', 'fail'].includes(String(missing)))
    fail(2, `Enumeration value '${String(missing)}' for field 'whenNotMatched' is not a valid value.`);
  const { store } = environment;
  return lazily((input) => {
    const collection = store.ensure(namespace);
    requireUnique(collection, on);
    const docs = [...input];
    store.commit.write(() => {
      for (const doc of docs) mergeOne(collection, doc, on, matched, String(missing));
    });
    return [];
  });
};

type Matched = ((old: Doc, fresh: Doc) => Doc) | 'keepExisting' | 'fail';

function compileMatched(options: Doc, environment: Environment): Matched {
  const mode = options.whenMatched ?? 'merge';
  if (Array.isArray(mode)) {
    const pipeline = pipelineOf(mode);
    const variables = isDoc(options.let) ? options.let : docOf({ new: '$$ROOT' });
    return (old, fresh) => {
      const scope = { ...environment.scope, new: fresh };
      for (const name of Object.keys(variables)) {
        Object.assign(scope, {
          [name]: compileExpression(variables[name]!, environment.compare)(fresh, environment.scope),
        });
      }
      let docs: Iterable<Doc> = [old];
      for (const stage of compileStages(pipeline, { ...environment, scope })) docs = stage(docs);
      const [result] = docs;
      return result!;
    };
  }
  switch (mode) {
    case 'replace':
      return (old, fresh) => docOf({ _id: old._id, ...fresh });
    case 'merge':
      return (old, fresh) => docOf({ ...old, ...fresh });
    case 'keepExisting':
    case 'fail':
      return mode;
    default:
      return fail(2, `Enumeration value '${String(mode)}' for field 'whenMatched' is not a valid value.`);
  }
}

function mergeOne(collection: Collection, doc: Doc, on: string[], matched: Matched, missing: string): void {
  const filter = newDoc();
  for (const path of on) filter[path] = docOf({ $eq: doc[path] ?? null });
  const existing =
    doc._id === undefined && on.includes('_id')
      ? undefined
      : (planQuery(collection, { filter, limit: 1 }).run().next().value as Stored | undefined);
  if (!existing) {
    if (missing === 'fail')
      fail(
        13113,
        '$merge could not find a matching document in the target collection for at least one document in ' +
          'the source collection',
      );
    if (missing === 'insert') insertDocument(collection, encode(doc), PLAIN);
  } else if (matched === 'fail')
    fail(11000, `$merge failed due to a duplicate key: a document with the same ${on.join()} exists`);
  else if (matched !== 'keepExisting') updateDocument(collection, existing, (old) => matched(old, doc), -1, PLAIN);
}

function requireUnique(collection: Collection, on: string[]): void {
  const wanted = [...on].sort().join();
  const has = collection.indexes.some(
    (index) =>
      index.unique &&
      !index.partial &&
      index.fields
        .map(({ path }) => path)
        .sort()
        .join() === wanted,
  );
  if (!has) fail(51183, 'Cannot find index to verify that join fields will be unique');
}

function targetOf(spec: Value | undefined, { database }: Environment, stage: string): string {
  if (typeof spec === 'string') return `${database}.${spec}`;
  if (isDoc(spec) && typeof spec.coll === 'string')
    return `${typeof spec.db === 'string' ? spec.db : database}.${spec.coll}`;
  return fail(51178, `${stage} needs the name of a collection`);
}
