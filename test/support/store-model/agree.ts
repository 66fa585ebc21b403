import { mongo } from 'mongoose';
import { text, type Outcome } from './model.ts';
import { order, type Value } from './order.ts';

// The classes of the driver, whatever else is loaded.
const { EJSON } = mongo.BSON;

/** Both outcomes in words that are equal when the outcomes are. */
export function comparable(outcome: Outcome): unknown {
  switch (outcome.kind) {
    case 'documents': {
      const texts = outcome.documents.map(text);
      return outcome.ordered ? texts : texts.sort();
    }
    case 'values':
      return outcome.values.length;
    case 'groups':
      return outcome.groups.map(({ count }) => count).sort((a, b) => a - b);
    default:
      return outcome;
  }
}

/** Where two outcomes differ, in words; undefined when they do not. */
export function difference(expected: Outcome, found: Outcome): string | undefined {
  const [a, b] = [comparable(expected), comparable(found)].map((value) => JSON.stringify(value));
  const same = a === b && sameValues(listed(expected), listed(found));
  return same ? undefined : `expected ${words(expected)}\n     got ${words(found)}`;
}

const words = (outcome: Outcome): string => EJSON.stringify(outcome as never, { relaxed: false });

function listed(outcome: Outcome): { value: Value; count: number }[] {
  const rows = outcome.kind === 'groups' ? outcome.groups : outcome.kind === 'values' ? outcome.values.map((value) => ({ value, count: 1 })) : []; // prettier-ignore
  return [...rows].sort((a, b) => order(a.value, b.value));
}

function sameValues(a: { value: Value; count: number }[], b: { value: Value; count: number }[]): boolean {
  return (
    a.length === b.length && a.every(({ value, count }, i) => order(value, b[i]!.value) === 0 && count === b[i]!.count)
  );
}
