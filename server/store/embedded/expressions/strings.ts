import { compareStrings } from '../compare.ts';
import { fail } from '../errors.ts';
import { typeName, type Value } from '../value.ts';
import { isNothing, type BuildOperator } from './compile.ts';
import { binary, fieldsOf, unary, unaryOrNull, variadic } from './functions.ts';
import { describeMatch, regexOperator } from './regexes.ts';
import { indexOf, points, substringBytes, substringPoints } from './substrings.ts';
import { textOperand as text, toText } from './text.ts';

const concat: BuildOperator = variadic((values) => {
  if (values.some(isNothing)) return null;
  return values.map((value) => text(value, '$concat')).join('');
});

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
