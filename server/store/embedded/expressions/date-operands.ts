import { ObjectId, Timestamp } from 'bson';
import { fail } from '../errors.ts';
import { typeName, type Doc, type Value } from '../value.ts';
import { isNothing, type BuildOperator, type Evaluate, type Scope } from './compile.ts';
import { fieldsOf } from './functions.ts';

export type Fields = { [field: string]: Evaluate | undefined };

export function dateOf(value: Value, name: string): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  return fail(16006, `${name}: can't convert from BSON type ${typeName(value)} to Date`);
}

/** The zone an operator is given, UTC when none; undefined when it is null. */
export function zoneOf(fields: Fields, doc: Doc, scope: Scope): string | undefined {
  if (!fields.timezone) return 'UTC';
  const zone = fields.timezone(doc, scope);
  if (isNothing(zone)) return undefined;
  return typeof zone === 'string' ? zone : fail(40517, `timezone must evaluate to a string, found ${typeName(zone)}`);
}

/** An operator on one date in a zone with further operands; null when date or zone is. */
export function onDate(
  field: string,
  required: string[],
  optional: string[],
  apply: (date: Date, zone: string, read: (field: string) => Value | undefined) => Value,
): BuildOperator {
  return (operand, compiler, name) => {
    const fields = fieldsOf(operand, compiler, name, [field, ...required], ['timezone', ...optional]);
    return (doc, scope) => {
      const read = (other: string) => fields[other]?.(doc, scope);
      const value = read(field);
      const zone = zoneOf(fields, doc, scope);
      if (isNothing(value)) return optional.includes('onNull') ? (read('onNull') ?? null) : null;
      if (zone === undefined || required.some((other) => isNothing(read(other)))) return null;
      return apply(dateOf(value, name), zone, read);
    };
  };
}
