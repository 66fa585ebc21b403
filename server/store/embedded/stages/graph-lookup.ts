import type { BuildStage } from '../aggregate.ts';
import { docFrom } from '../collection.ts';
import { fail } from '../errors.ts';
import { compileExpression, follow } from '../expressions/compile.ts';
import { encodeValue } from '../keys.ts';
import { toSafeInteger } from '../number.ts';
import { splitPath } from '../path.ts';
import { planQuery } from '../query.ts';
import { map } from '../sequence.ts';
import { docOf, isDoc, type Doc, type Value } from '../value.ts';
import { withField } from './with-field.ts';

export const graphLookup: BuildStage = (spec, environment) => {
  if (!isDoc(spec)) return fail(40327, '$graphLookup specification must be an object');
  const { from, connectFromField, connectToField, as, depthField, restrictSearchWithMatch } = spec;
  if (
    ![from, connectFromField, connectToField, as].every((name) => typeof name === 'string') ||
    spec.startWith === undefined
  ) {
    return fail(40105, '$graphLookup requires from, startWith, connectFromField, connectToField and as');
  }
  const start = compileExpression(spec.startWith, environment.compare);
  const maxDepth =
    spec.maxDepth === undefined
      ? Infinity
      : (toSafeInteger(spec.maxDepth) ?? fail(40100, 'maxDepth must be a whole number'));
  const links = splitPath(connectFromField as string);
  const restriction = isDoc(restrictSearchWithMatch) ? [restrictSearchWithMatch] : [];
  const search = (values: Value[]) => {
    const filter = docOf({ $and: [docOf({ [connectToField as string]: docOf({ $in: values }) }), ...restriction] });
    return map(
      planQuery(environment.store.find(`${environment.database}.${from as string}`), {
        filter,
        compare: environment.compare,
      }).run(),
      docFrom,
    );
  };
  return (input) =>
    map(input, (doc) => {
      const found = new Map<string, Doc>();
      let values = listOf(start(doc, environment.scope));
      for (let depth = 0; depth <= maxDepth && values.length > 0; depth++) {
        const fresh = [...search(values)].filter((other) => !found.has(keyOf(other)));
        for (const other of fresh)
          found.set(keyOf(other), typeof depthField === 'string' ? withField(other, depthField, BigInt(depth)) : other);
        values = fresh.flatMap((other) => listOf(follow(other, links, 0)));
      }
      return withField(doc, as as string, [...found.values()]);
    });
};

function keyOf(doc: Doc): string {
  return encodeValue(doc._id!).toString('latin1');
}

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
