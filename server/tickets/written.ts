import type { Fold } from './envelopes.ts';

/** What its writer wrote now: the text without quotes and signatures. */
export function writtenOf(text: string, folds: readonly Fold[] = []): string {
  let at = 0;
  const kept: string[] = [];
  for (const { start, end } of folds) {
    kept.push(text.slice(at, start));
    at = end;
  }
  kept.push(text.slice(at));
  return kept
    .map((part) => part.replace(/^\n+/, '').trimEnd())
    .filter((part) => part !== '')
    .join('\n\n');
}
