import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  EJSON,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../../server/store/embedded/compare.ts';
import { decode } from '../../../../server/store/embedded/decode.ts';
import { encode } from '../../../../server/store/embedded/encode.ts';
import { encodeKey, encodeValue } from '../../../../server/store/embedded/keys.ts';
import type { Value } from '../../../../server/store/embedded/value.ts';
import { collectionOf, openStore, type Document } from './open.ts';

const store = openStore();
const long = (text: string) => Long.fromString(text);
const decimal = (text: string) => Decimal128.fromString(text);

/** In MongoDB's order; values in one row are equal. */
const ORDER: unknown[][] = [
  [new MinKey()],
  [null],
  [new Double(NaN), decimal('NaN')],
  [new Double(-Infinity), decimal('-Infinity')],
  [decimal('-1E6000')],
  [new Double(-1.7e308)],
  [long('-9223372036854775808')],
  [long('-9007199254740993')],
  [new Double(-9007199254740992), long('-9007199254740992')],
  [new Int32(-2147483648)],
  [new Double(-1.5), decimal('-1.5'), decimal('-1.50')],
  [decimal('-1E-6000')],
  [new Int32(0), new Double(0), new Double(-0), long('0'), decimal('0'), decimal('-0E5')],
  [decimal('1E-6000')],
  [new Double(5e-324)],
  [decimal('0.1')],
  [new Double(0.1)],
  [new Int32(1), new Double(1), long('1'), decimal('1.0')],
  [decimal('1.000000000000000000000000000000001')],
  [new Double(1.5)],
  [new Int32(2147483647)],
  [new Double(9007199254740992)],
  [long('9007199254740993')],
  [long('9223372036854775807')],
  [new Double(9223372036854775808), decimal('9223372036854775808')],
  [new Double(1.7e308)],
  [decimal('1E6000')],
  [new Double(Infinity), decimal('Infinity')],
  [''],
  ['\u0000'],
  ['\u0001'],
  ['A'],
  ['Aa'],
  ['a'],
  ['a\u0000'],
  ['a\u0000b'],
  ['ab'],
  ['b'],
  ['ż'],
  ['\uff5e'],
  ['😀'],
  [{}],
  [{ a: new Int32(1) }, { a: new Double(1) }],
  [{ a: new Int32(1), b: new Int32(0) }],
  [{ a: new Int32(2) }],
  [{ b: new Int32(0) }],
  [{ a: 'x' }],
  [[[]]],
  [[[new Int32(1)]]],
  [new Binary(Buffer.from([9]), 0)],
  [new Binary(Buffer.from([1]), 5)],
  [new Binary(Buffer.from([1, 2]), 0)],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000000')],
  [false],
  [true],
  [new Date(-5)],
  [new Date(0)],
  [new Date(5)],
  [new Timestamp({ t: 1, i: 2 })],
  [new Timestamp({ t: 4294967295, i: 1 })],
  [new BSONRegExp('a')],
  [new BSONRegExp('a', 'i')],
  [new MaxKey()],
];

/** A value as the store has it in memory. */
function inside(value: unknown): Value {
  return decode(serialize({ v: value })).v!;
}

describe('the order of BSON values', () => {
  const ranked = ORDER.flatMap((row, rank) =>
    row.map((value) => ({ rank, value: inside(value), text: EJSON.stringify(value as Document) })),
  );

  it('is the one of the table, for values and for their keys', () => {
    const wrong: string[] = [];
    for (const a of ranked) {
      for (const b of ranked) {
        const expected = Math.sign(a.rank - b.rank);
        const keys = Buffer.compare(encodeValue(a.value), encodeValue(b.value));
        const down = Buffer.compare(encodeKey([a.value], [true]), encodeKey([b.value], [true]));
        if (Math.sign(compare(a.value, b.value)) !== expected) wrong.push(`${a.text} ? ${b.text}`);
        if (keys !== expected || down !== -expected + 0) wrong.push(`key of ${a.text} ? ${b.text}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([undefined, { v: 1 }, { v: -1 }])('is what a sort gives, with the index %o', async (index) => {
    const flat = ORDER.filter(([value]) => !Array.isArray(value)).map((row, rank) => ({ rank, v: row.at(-1) }));
    const shuffled = flat.map((row, i) => ({ ...row, at: (i * 37) % 101 })).sort((a, b) => a.at - b.at);
    const collection = await collectionOf(store.db, shuffled);
    if (index) await collection.createIndex(index as Record<string, 1 | -1>);
    const ranks = async (direction: 1 | -1) =>
      (await collection.find().sort({ v: direction }).toArray()).map(({ rank }) => rank as number);
    const expected = flat.map(({ rank }) => rank);
    expect(await ranks(1)).toEqual(expected);
    expect(await ranks(-1)).toEqual(expected.toReversed());
  });

  it('finds each value by its equals and by nothing else', async () => {
    const rows = ORDER.flatMap((row, rank) => row.map((v) => ({ rank, v })));
    const collection = await collectionOf(
      store.db,
      rows.map((row, i) => ({ ...row, _id: i as never })),
    );
    const find = async (v: unknown) =>
      (await collection.find({ v }).sort({ _id: 1 }).toArray()).map(({ rank }) => rank as number);
    const check = async () => {
      for (const { rank, v } of rows) {
        if (v instanceof BSONRegExp || Array.isArray(v)) continue;
        expect(await find(v)).toEqual(ORDER[rank]!.map(() => rank));
      }
    };
    await check();
    await collection.createIndex({ v: 1 });
    await check();
  });
});

describe('the bytes of documents', () => {
  it('come back as they were stored', async () => {
    const document = Object.fromEntries(ORDER.flatMap((row, i) => row.map((value, j) => [`f${i}_${j}`, value])));
    const collection = await collectionOf(store.db, [{ _id: 1 as never, ...document }]);
    await collection.updateOne({}, { $set: { added: 1 } });
    const back = await collection.findOne({}, { promoteValues: false, promoteLongs: false, bsonRegExp: true });
    const plain = (value: unknown) => EJSON.stringify(value as Document, { relaxed: false });
    expect(plain(back)).toBe(plain({ _id: new Int32(1), ...document, added: new Int32(1) }));
  });

  it('are the same after decoding and encoding', () => {
    const bytes = Buffer.from(serialize({ ['__proto__']: 1, constructor: { toString: 'x' }, a: ORDER.flat() }));
    expect(encode(decode(bytes)).equals(bytes)).toBe(true);
  });

  it.each([
    '',
    '00',
    '0500000001',
    '04000000',
    'ffffffff00',
    '0c0000001061000100000001',
    '0e00000002610005000000620000',
  ])('are refused when malformed: %s', (hex) => {
    expect(() => decode(Buffer.from(hex, 'hex'))).toThrow(/Invalid BSON/);
  });

  it('are refused when nested over 100 levels', () => {
    const nested = (depth: number): Document => (depth === 0 ? {} : { a: nested(depth - 1) });
    expect(() => decode(serialize(nested(99)))).not.toThrow();
    expect(() => decode(serialize(nested(101)))).toThrow(/nested too deeply/);
  });
});
