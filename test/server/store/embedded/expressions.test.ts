import { Decimal128, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { codeOf, openStore } from './open.ts';

const store = openStore();

describe('expressions', () => {
  const document = {
    _id: 1,
    a: [3, 1, 2],
    s: 'Hello, Wörld',
    n: -5,
    o: { k: 1 },
    d: new Date(Date.UTC(2024, 1, 29, 12)),
    l: Long.fromString('9007199254740993'),
  };
  it.each<[unknown, unknown]>([
    [{ $map: { input: '$a', as: 'v', in: { $multiply: ['$$v', 2] } } }, [6, 2, 4]],
    [{ $filter: { input: '$a', cond: { $gt: ['$$this', 1] } } }, [3, 2]],
    [{ $reduce: { input: '$a', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
    [{ $switch: { branches: [{ case: { $lt: ['$n', 0] }, then: 'neg' }], default: 'pos' } }, 'neg'],
    [{ $cond: [{ $in: [2, '$a'] }, 'y', 'n'] }, 'y'],
    [{ $ifNull: ['$nope', null, 'dflt'] }, 'dflt'],
    [{ $let: { vars: { q: 2 }, in: { $abs: { $multiply: ['$$q', '$n'] } } } }, 10],
    [{ $toUpper: 'abc' }, 'ABC'],
    [{ $concat: ['$s', '!', null] }, null],
    [{ $substrCP: ['$s', 7, 2] }, 'Wö'],
    [{ $strLenCP: '$s' }, 12],
    [{ $strLenBytes: '$s' }, 13],
    [{ $indexOfCP: ['$s', 'rld'] }, 9],
    [{ $split: ['$s', ', '] }, ['Hello', 'Wörld']],
    [{ $trim: { input: '  x ' } }, 'x'],
    [{ $replaceAll: { input: '$s', find: 'l', replacement: 'L' } }, 'HeLLo, WörLd'],
    [{ $regexMatch: { input: '$s', regex: '^hello', options: 'i' } }, true],
    [{ $regexFind: { input: '$s', regex: /W(.)/ } }, { match: 'Wö', idx: 7, captures: ['ö'] }],
    [{ $objectToArray: '$o' }, [{ k: 'k', v: 1 }]],
    [{ $arrayToObject: [[['z', 1]]] }, { z: 1 }],
    [{ $mergeObjects: ['$o', { z: 2 }] }, { k: 1, z: 2 }],
    [{ $sortArray: { input: '$a', sortBy: -1 } }, [3, 2, 1]],
    [{ $slice: ['$a', -2] }, [1, 2]],
    [{ $arrayElemAt: ['$a', -1] }, 2],
    [{ $range: [0, 10, 4] }, [0, 4, 8]],
    [
      { $zip: { inputs: ['$a', ['x', 'y', 'z']] } },
      [
        [3, 'x'],
        [1, 'y'],
        [2, 'z'],
      ],
    ],
    [{ $setUnion: ['$a', [1, 9]] }, [1, 2, 3, 9]],
    [{ $setIsSubset: [[1, 2], '$a'] }, true],
    [{ $round: [2.5] }, 2],
    [{ $round: [2.567, 1] }, 2.6],
    [{ $divide: [7, 2] }, 3.5],
    [{ $mod: [-7, 3] }, -1],
    [{ $pow: [2, 10] }, 1024],
    [{ $toString: '$l' }, '9007199254740993'],
    [{ $toInt: '42' }, 42],
    [{ $convert: { input: 'x', to: 'int', onError: 'bad' } }, 'bad'],
    [{ $type: '$l' }, 'long'],
    [{ $year: '$d' }, 2024],
    [{ $dayOfYear: '$d' }, 60],
    [{ $isoWeek: '$d' }, 9],
    [{ $hour: { date: '$d', timezone: 'America/New_York' } }, 7],
    [
      { $dateToString: { date: '$d', format: '%Y-%m-%d %H:%M %z', timezone: 'Europe/Bucharest' } },
      '2024-02-29 14:00 +0200',
    ],
    [{ $dateAdd: { startDate: '$d', unit: 'year', amount: 1 } }, new Date(Date.UTC(2025, 1, 28, 12))],
    [
      { $dateTrunc: { date: '$d', unit: 'week', startOfWeek: 'monday', timezone: 'Europe/Berlin' } },
      new Date('2024-02-25T23:00:00Z'),
    ],
    [{ $toLong: { $dateDiff: { startDate: '$d', endDate: new Date(Date.UTC(2024, 2, 1)), unit: 'day' } } }, 1],
    [{ $dateFromString: { dateString: '2024-05-01T10:00:00+02:00' } }, new Date('2024-05-01T08:00:00Z')],
    [{ $eq: [1, { $literal: 1.0 }] }, true],
    [{ $cmp: ['$missing', null] }, -1],
    [{ $add: [{ $toDecimal: '0.1' }, { $toDecimal: '0.2' }] }, Decimal128.fromString('0.3')],
  ])('%j', async (expression, expected) => {
    const [found] = await store.db
      .aggregate([{ $documents: [document] }, { $project: { _id: 0, v: expression } }])
      .toArray();
    expect(found).toEqual({ v: expected });
  });

  it.each<[unknown, number]>([
    [{ $nothing: 1 }, 31325],
    [{ $divide: [1, 0] }, 2],
    [{ $toInt: 'x' }, 241],
    [{ $size: '$n' }, 17124],
    [{ $add: ['$s', 1] }, 14],
    [{ $function: { body: 'x', args: [], lang: 'js' } }, 31264],
  ])('%j is refused with %i', async (expression, code) => {
    const found = store.db.aggregate([{ $documents: [document] }, { $project: { v: expression } }]).toArray();
    expect(await codeOf(found)).toBe(code);
  });
});
