import type { Collection } from './collection.ts';
import type { Entry } from './index.ts';
import type { IndexPlan } from './plan.ts';
import { readRange } from './scan.ts';

interface Head {
  entry: Entry;
  suffix: Buffer;
  rest: Generator<Entry>;
  prefix: number;
}

/** Several ranges as one sequence ordered by the keys after the fields that the ranges hold to a value. */
export function* mergeRanges(collection: Collection, plan: IndexPlan, chunk: number): Generator<Entry> {
  const sign = plan.backwards ? -1 : 1;
  const before = (a: Head, b: Head) => (Buffer.compare(a.suffix, b.suffix) || a.entry.rid - b.entry.rid) * sign < 0;
  const heap: Head[] = [];
  for (const range of plan.ranges) {
    const rest = readRange(collection, plan.index, range, plan.backwards, chunk);
    const head = advance({ rest, prefix: range.prefix } as Head);
    if (head) push(heap, head, before);
  }
  while (heap.length > 0) {
    const head = heap[0]!;
    yield head.entry;
    if (!advance(head)) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last === head ? heap[0]! : last;
    }
    sink(heap, before);
  }
}

function advance(head: Head): Head | undefined {
  const next = head.rest.next();
  if (next.done) return undefined;
  head.entry = next.value;
  const { buffer, byteOffset, length } = head.entry.key;
  head.suffix = Buffer.from(buffer, byteOffset + head.prefix, length - head.prefix);
  return head;
}

function push(heap: Head[], head: Head, before: (a: Head, b: Head) => boolean): void {
  let at = heap.push(head) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap[at]!, heap[parent]!)) return;
    [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
    at = parent;
  }
}

function sink(heap: Head[], before: (a: Head, b: Head) => boolean): void {
  for (let at = 0; ;) {
    const left = at * 2 + 1;
    if (left >= heap.length) return;
    const child = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
    if (!before(heap[child]!, heap[at]!)) return;
    [heap[at], heap[child]] = [heap[child]!, heap[at]!];
    at = child;
  }
}
