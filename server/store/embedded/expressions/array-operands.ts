import { fail } from '../errors.ts';
import { toSafeInteger } from '../number.ts';
import { isNumeric, typeName, type Value } from '../value.ts';

type Maybe = Value | undefined;

export function array(value: Maybe, name: string, code = 2): Value[] {
  return Array.isArray(value) ? value : fail(code, `${name} requires an array, found: ${typeName(value)}`);
}

export function whole(value: Maybe, name: string): number {
  return (
    (isNumeric(value) ? toSafeInteger(value) : undefined) ??
    fail(28690, `${name} requires a whole number, found: ${typeName(value)}`)
  );
}
