import { fail } from './errors.ts';
import type { Doc } from './value.ts';

/** Makes its documents itself and reads no collection. */
const SOURCES = new Set(['$documents']);
/** Writes what comes to it and gives nothing on. */
const SINKS = new Set(['$out', '$merge']);

/** True when a pipeline's documents come from its first stage, not from a collection. */
export function makesItsDocuments(stages: string[]): boolean {
  return stages[0] !== undefined && SOURCES.has(stages[0]);
}

/** Where stages may stand (40601, 40602). `top` is the pipeline that a client sent. */
export function checkPlaces(stages: string[], top: boolean): void {
  stages.forEach((name, i) => {
    if (SOURCES.has(name) && i > 0) fail(40602, `${name} is only valid as the first stage in a pipeline.`);
    if (SINKS.has(name) && i < stages.length - 1) fail(40601, `${name} can only be the final stage in the pipeline`);
    if (SINKS.has(name) && !top) fail(51047, `${name} is not allowed within a $lookup or $unionWith's sub-pipeline`);
  });
}

/** `{ aggregate: 1 }` is for pipelines that make their documents themselves, and only it (73). */
export function checkSource(stages: string[], command: Doc): void {
  const whole = typeof command.aggregate === 'string';
  if (!whole && !makesItsDocuments(stages))
    fail(73, `{aggregate: 1} is not valid for '${stages[0] ?? 'an empty pipeline'}'; a collection is required.`);
  if (whole && makesItsDocuments(stages)) fail(73, `'${stages[0]!}' can only be used with {aggregate: 1}`);
}
