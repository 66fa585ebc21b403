import { describeMatch, regexOperator } from './regexes.ts';
import { compareStrings } from '../compare.ts';
import { fail } from '../errors.ts';
import { toNumber, toSafeInteger } from '../number.ts';
import { isNumeric, typeName, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { binary, fieldsOf, unary, unaryOrNull, variadic } from './functions.ts';
import { textOperand as text, toText } from './text.ts';

type Maybe = Value | undefined;

const concat: BuildOperator = variadic((values) => {
  if (values.some(isNothing)) return null;
  return values.map((value) => text(value, '$concat')).join('');
});

/** A whole number operand of a string operator. */
function whole(value: Maybe, name: string): number {
  const number = isNumeric(value) ? toSafeInteger(value) : undefined;
  return (
    number ??
    (isNumeric(value)
      ? Math.trunc(toNumber(value))
      : fail(34450, `${name}: a whole number is needed, not ${typeName(value)}`))
  );
}

const substringBytes = variadic(
  ([value, start, count]) => {
    const bytes = Buffer.from(toText(value));
    const from = whole(start, '$substrBytes');
    const length = whole(count, '$substrBytes');
    if (from < 0) return fail(50752, '$substrBytes: starting index must be non-negative');
    const to = length < 0 ? bytes.length : from + length;
    if (continues(bytes[from]))
      fail(28656, '$substrBytes: Invalid range, starting index is a UTF-8 continuation byte.');
    if (continues(bytes[to]))
      fail(28657, '$substrBytes: Invalid range, ending index is in the middle of a UTF-8 character.');
    return bytes.toString('utf8', from, to);
  },
  3,
  3,
);

function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

const substringPoints = variadic(
  ([value, start, count]) => {
    const from = whole(start, '$substrCP');
    const length = whole(count, '$substrCP');
    if (from < 0 || length < 0) return fail(34451, '$substrCP: starting index and length must be non-negative');
    return [...toText(value)].slice(from, from + length).join('');
  },
  3,
  3,
);

const split = binary((value, separator) => {
  if (isNothing(value) || isNothing(separator)) return null;
  const by = text(separator, '$split');
  if (by === '') return fail(40087, '$split requires a non-empty separator');
  return text(value, '$split').split(by);
});

function trimmer(name: string, start: boolean, end: boolean): BuildOperator {
  return (operand, compiler) => {
    const { input, chars } = fieldsOf(operand, compiler, name, ['input'], ['chars']);
    return (doc, scope) => {
      const value = input!(doc, scope);
      const set = chars?.(doc, scope);
      if (isNothing(value) || (chars && isNothing(set))) return null;
      const drop = chars ? new Set([...text(set, name)]) : undefined;
      const unwanted = (point: string) => (drop ? drop.has(point) : /[\s\0]/.test(point));
      const points = [...text(value, name)];
      let [from, to] = [0, points.length];
      while (start && from < to && unwanted(points[from]!)) from++;
      while (end && to > from && unwanted(points[to - 1]!)) to--;
      return points.slice(from, to).join('');
    };
  };
}

/** `$indexOfBytes` and `$indexOfCP`, over units that `cut` makes of a string. */
function indexOf(
  name: string,
  cut: (value: string) => { length: number; indexOf(part: string, from: number): number },
) {
  return variadic(
    ([value, part, start, end]) => {
      if (isNothing(value)) return null;
      const units = cut(text(value, name));
      const from = start === undefined ? 0 : whole(start, name);
      const to = end === undefined ? units.length : whole(end, name);
      if (from < 0 || to < 0) return fail(40097, `${name} requires non-negative indexes`);
      const wanted = text(part, name);
      if (from > units.length || to < from) return -1;
      const at = units.indexOf(wanted, from);
      return at >= 0 && at + cut(wanted).length <= to ? at : -1;
    },
    2,
    4,
  );
}

const points = (value: string) => ({
  length: [...value].length,
  indexOf(part: string, from: number) {
    const at = value.indexOf(part, [...value].slice(0, from).join('').length);
    return at < 0 ? at : [...value.slice(0, at)].length;
  },
});

const replacer = (name: string, all: boolean): BuildOperator => {
  return (operand, compiler) => {
    const { input, find, replacement } = fieldsOf(operand, compiler, name, ['input', 'find', 'replacement']);
    return (doc, scope) => {
      const values = [input!(doc, scope), find!(doc, scope), replacement!(doc, scope)];
      if (values.some(isNothing)) return null;
      const [source, part, other] = values.map((value) => text(value, name)) as [string, string, string];
      return all ? source.replaceAll(part, () => other) : source.replace(part, () => other);
    };
  };
};

const lower = (value: string) => value.replace(/[A-Z]/g, (char) => char.toLowerCase());

/** Strings (https://www.mongodb.com/docs/manual/reference/operator/aggregation/#string-expression-operators). */
export const STRINGS: { [name: string]: BuildOperator } = {
  $concat: concat,
  $toUpper: unary((value) => toText(value).replace(/[a-z]/g, (char) => char.toUpperCase())),
  $toLower: unary((value) => lower(toText(value))),
  $strcasecmp: binary((a, b) => Math.sign(compareStrings(lower(toText(a)), lower(toText(b))))),
  $substr: substringBytes,
  $substrBytes: substringBytes,
  $substrCP: substringPoints,
  $strLenBytes: unary((value) => Buffer.byteLength(text(value, '$strLenBytes'))),
  $strLenCP: unary((value) => [...text(value, '$strLenCP')].length),
  $split: split,
  $trim: trimmer('$trim', true, true),
  $ltrim: trimmer('$ltrim', true, false),
  $rtrim: trimmer('$rtrim', false, true),
  $indexOfBytes: indexOf('$indexOfBytes', (value) => Buffer.from(value)),
  $indexOfCP: indexOf('$indexOfCP', points),
  $replaceOne: replacer('$replaceOne', false),
  $replaceAll: replacer('$replaceAll', true),
  $regexMatch: regexOperator('$regexMatch', (input, regex) => regex.test(input), false),
  $regexFind: regexOperator(
    '$regexFind',
    (input, regex) => {
      const found = regex.exec(input);
      return found && describeMatch(found);
    },
    null,
  ),
  $regexFindAll: regexOperator(
    '$regexFindAll',
    (input, regex) => [...input.matchAll(new RegExp(regex, `${regex.flags}g`))].map(describeMatch),
    [],
  ),
  $binarySize: unaryOrNull((value) => (typeof value === 'string' ? Buffer.byteLength(value) : binaryLength(value))),
};

function binaryLength(value: Value): number {
  const { position } = value as { position?: number };
  return position ?? fail(51276, `$binarySize requires a string or BinData argument, found: ${typeName(value)}`);
}
