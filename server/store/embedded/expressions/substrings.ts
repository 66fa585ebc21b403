import { fail } from '../errors.ts';
import { toNumber, toSafeInteger } from '../number.ts';
import { isNumeric, typeName, type Value } from '../value.ts';
import { isNothing } from './compile.ts';
import { variadic } from './functions.ts';
import { textOperand as text, toText } from './text.ts';

type Maybe = Value | undefined;

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

export const substringBytes = variadic(
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

export const substringPoints = variadic(
  ([value, start, count]) => {
    const from = whole(start, '$substrCP');
    const length = whole(count, '$substrCP');
    if (from < 0 || length < 0) return fail(34451, '$substrCP: starting index and length must be non-negative');
    return [...toText(value)].slice(from, from + length).join('');
  },
  3,
  3,
);

/** `$indexOfBytes` and `$indexOfCP`, over units that `cut` makes of a string. */
export function indexOf(
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

export const points = (value: string) => ({
  length: [...value].length,
  indexOf(part: string, from: number) {
    const at = value.indexOf(part, [...value].slice(0, from).join('').length);
    return at < 0 ? at : [...value.slice(0, at)].length;
  },
});
