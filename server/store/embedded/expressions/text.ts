import { BSONSymbol, Decimal128, Double } from 'bson';
import { fail } from '../errors.ts';
import { typeName, type Value } from '../value.ts';

/** A value as string operators take it: missing and null are empty; documents and arrays are refused (16007). */
export function toText(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'undefined':
      return '';
  }
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof BSONSymbol) return value.value;
  if (value instanceof Double || value instanceof Decimal128) return numberText(value);
  return fail(16007, `can't convert from BSON type ${typeName(value)} to String`);
}

/** Doubles as MongoDB prints them: the shortest text that reads back the same, exponents like C's from 1e16 on. */
export function numberText(value: Double | Decimal128): string {
  if (value instanceof Decimal128) return value.toString();
  const size = Math.abs(value.value);
  const text = size >= 1e16 && size < 1e21 ? value.value.toExponential() : String(value.value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A string operand; anything else is refused (16702). */
export function textOperand(value: Value | undefined, name: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof BSONSymbol) return value.value;
  return fail(16702, `${name} only supports strings, not ${typeName(value)}`);
}
