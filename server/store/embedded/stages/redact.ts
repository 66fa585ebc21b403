import type { BuildStage } from '../aggregate.ts';
import { fail } from '../errors.ts';
import { compileExpression, type Evaluate, type Scope } from '../expressions/compile.ts';
import { flatMap } from '../sequence.ts';
import { isDoc, newDoc, type Doc, type Value } from '../value.ts';

const VERDICTS: Scope = { KEEP: 'keep', PRUNE: 'prune', DESCEND: 'descend' };

/** `$redact`: asks of each document, and of each one inside those it descends into, whether it stays. */
export const redact: BuildStage = (spec, { compare, scope }) => {
  const evaluate = compileExpression(spec, compare);
  return (input) =>
    flatMap(input, (doc) => {
      const kept = redacted(doc, evaluate, { ...scope, ...VERDICTS, ROOT: doc });
      return kept ? [kept] : [];
    });
};

function redacted(doc: Doc, evaluate: Evaluate, scope: Scope): Doc | undefined {
  const verdict = evaluate(doc, scope);
  if (verdict === 'keep') return doc;
  if (verdict === 'prune') return undefined;
  if (verdict !== 'descend')
    return fail(
      17053,
      "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE",
    );
  const result = newDoc();
  for (const name of Object.keys(doc)) {
    const value = inside(doc[name]!, evaluate, scope);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function inside(value: Value, evaluate: Evaluate, scope: Scope): Value | undefined {
  if (isDoc(value)) return redacted(value, evaluate, scope);
  if (!Array.isArray(value)) return value;
  return value.flatMap((item) => {
    const kept = inside(item, evaluate, scope);
    return kept === undefined ? [] : [kept];
  });
}
