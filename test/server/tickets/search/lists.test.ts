import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeLists,
  findList,
  holds,
  MOST_POSITIONS,
  readPairs,
  visitList,
} from '../../../../server/tickets/search/lists.ts';
import { hashAt, pack, placeOf, sizeOf } from '../../../../server/tickets/search/pack.ts';

const rest = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const offset = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: MOST_POSITIONS - 1 }));

describe('the lists of a bucket', () => {
  it('give back what was put in, dense or sparse', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(rest, offset), { selector: String, maxLength: 300 }), (pairs) => {
        const sorted = pairs.map(([one, at]) => one * MOST_POSITIONS + at).sort((a, b) => a - b);
        const lists = encodeLists(Float64Array.from(sorted));
        expect(lists === undefined).toBe(sorted.length === 0);
        if (!lists) return;
        const told: number[] = [];
        readPairs(lists, (one, at) => told.push(one * MOST_POSITIONS + at));
        expect(told).toEqual(sorted);
        for (const [one, at] of pairs) {
          const list = findList(lists, one);
          const offsets: number[] = [];
          if (list) visitList(list, (found) => offsets.push(found));
          expect(offsets).toContain(at);
          if (list?.dense)
            expect([holds(list, at), holds(list, MOST_POSITIONS - 1)]).toEqual([true, at === MOST_POSITIONS - 1]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are shorter as bitmaps where a word is in many tickets', () => {
    const all = encodeLists(Float64Array.from({ length: 2000 }, (_, i) => i));
    expect(all?.length).toBe(4 + 6 + 250);
    expect(findList(all as Buffer, 0)?.dense).toBe(true);
    expect(findList(all as Buffer, 1)).toBeUndefined();
  });
});

describe('a pack', () => {
  const hash = fc.integer({ min: 0, max: 2 ** 40 - 1 });
  it('holds each hash once and in order, whatever it held before', () => {
    fc.assert(
      fc.property(fc.array(hash), fc.array(hash), (first, second) => {
        const packed = pack(second, pack(first));
        const expected = [...new Set([...first, ...second])].sort((a, b) => a - b);
        expect(Array.from({ length: sizeOf(packed) }, (_, i) => hashAt(packed, i))).toEqual(expected);
        for (const [place, one] of expected.entries()) expect(placeOf(packed, one)).toBe(place);
      }),
    );
  });
});
