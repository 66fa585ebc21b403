import type { Environment } from './aggregate.ts';
import { compare as simpleCompare } from './compare.ts';
import { fail } from './errors.ts';
import { STAGES } from './stages/table.ts';
import type { UpdateOptions, Updater } from './update.ts';
import { isDoc, type Doc, type Value } from './value.ts';

const ALLOWED = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Compiles an update given as a pipeline; only stages that change one document are allowed. */
export function compileUpdatePipeline(pipeline: Value[], options: UpdateOptions): Updater {
  const environment = {
    compare: options.compare === simpleCompare ? undefined : options.compare,
    scope: { ...options.variables },
  };
  const stages = pipeline.map((stage) => {
    const name = isDoc(stage) ? (Object.keys(stage)[0] ?? '') : '';
    if (!ALLOWED.has(name)) fail(72, `${name} is not allowed to be used within an update`);
    // These stages read no collection, so they need nothing else of an environment.
    return STAGES[name]!((stage as Doc)[name]!, environment as Environment);
  });
  return (doc) => {
    let docs: Iterable<Doc> = [doc];
    for (const stage of stages) docs = stage(docs);
    const [result] = docs;
    return result!;
  };
}
