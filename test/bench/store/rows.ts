import { ObjectId } from 'bson';
import type { Corpus } from '../work.ts';

/** A row of the store's scenario: a ticket without its messages, as large as the head of one. */
export interface Row {
  _id: ObjectId;
  number: number;
  type: string;
  channel: string;
  subject: string;
  status: string;
  tags: string[];
  customer: { name: string; email: string; lang: string };
  at: Date;
}

export const STATUSES = ['open', 'pending', 'new', 'solved'];
/** Making a ticket costs more than storing it: so many different ones are enough. */
const DIFFERENT = 5000;
const START = Date.UTC(2026, 0, 1);
const PEOPLE = 200_000;

/** Answers a maker of rows: the same number, the same row but for its `_id`. */
export function rowsOf(corpus: Corpus): (number: number) => Row {
  let tickets: ReturnType<typeof headsOf> | undefined;
  return (number) => {
    tickets ??= headsOf(corpus);
    const { customer, ...head } = tickets[number % DIFFERENT]!;
    const shuffled = Math.imul(number + 1, 0x9e3779b1) >>> 0;
    return {
      _id: new ObjectId(),
      number,
      ...head,
      customer: { ...customer, email: `customer${shuffled % PEOPLE}@people.example` },
      at: new Date(START + shuffled),
    };
  };
}

function headsOf(corpus: Corpus) {
  return Array.from({ length: DIFFERENT }, (_unused, i) => {
    const { messages: _, ...head } = corpus.ticket(i);
    return head;
  });
}

/** What a status says after the i-th update. */
export const statusAfter = (i: number): string => STATUSES[i % 2]!;

/** Calls `act` with 0 to n - 1, so many at once; answers how many a second. */
export async function atOnce(count: number, n: number, act: (i: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (let i = next++; i < n; i = next++) await act(i);
    }),
  );
  return (n / (performance.now() - began)) * 1000;
}
