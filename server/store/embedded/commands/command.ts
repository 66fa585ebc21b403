import { compareFor } from '../collation.ts';
import type { Reply } from '../encode.ts';
import { fail } from '../errors.ts';
import type { Scope } from '../expressions/compile.ts';
import { toNumber } from '../number.ts';
import type { Store } from '../store.ts';
import { isTrue } from '../tests.ts';
import { isDoc, isNumeric, typeName, type Doc, type Value } from '../value.ts';

/** One command as it came in. `raws` are an insert's documents as bytes. */
export interface Request {
  store: Store;
  database: string;
  name: string;
  command: Doc;
  raws: Buffer[] | undefined;
}

/** A command: the fields it knows besides those of every command, and what it does. */
export interface Command {
  fields?: string[];
  /** Takes any field: what greets a client must not depend on how new the client is. */
  lenient?: true;
  /** Only reads, so the thread beside may run it: when it turns out to be long, or because it always is. */
  beside?: 'when long' | 'always';
  run(request: Request): { [name: string]: Reply };
}

/** `database.collection` of a command whose first field names its collection. */
export function namespaceOf({ database, command, name }: Request): string {
  const collection = command[name];
  if (typeof collection !== 'string') fail(73, `collection name has invalid type ${typeName(collection)}`);
  if (collection === '') fail(73, `Invalid namespace specified '${database}.'`);
  return `${database}.${collection}`;
}

export function optionalDoc(command: Doc, field: string): Doc | undefined {
  const value = command[field];
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) fail(14, `BSON field '${field}' is the wrong type '${typeName(value)}', expected type 'object'`);
  return value;
}

export function docs(command: Doc, field: string): Doc[] {
  const value = command[field];
  if (value === undefined) return fail(40414, `BSON field '${field}' is missing but a required field`);
  if (!Array.isArray(value) || !value.every(isDoc))
    return fail(14, `BSON field '${field}' must be an array of objects`);
  return value;
}

/** The statements of a write command: each an object with these fields, the first ones required. */
export function statements(command: Doc, field: string, required: string[], optional: string[]): Doc[] {
  const path = `${Object.keys(command)[0]!}.${field}`;
  const found = docs(command, field);
  for (const statement of found) {
    const unknown = Object.keys(statement).find((name) => !required.includes(name) && !optional.includes(name));
    if (unknown !== undefined) fail(40415, `BSON field '${path}.${unknown}' is an unknown field.`);
    const missing = required.find((name) => statement[name] === undefined);
    if (missing) fail(40414, `BSON field '${path}.${missing}' is missing but a required field`);
  }
  return found;
}

/** A whole number that is not negative; undefined when the field is absent. */
export function optionalCount(command: Doc, field: string): number | undefined {
  const value = command[field];
  if (value === undefined || value === null) return undefined;
  const count = isNumeric(value) ? Math.trunc(toNumber(value)) : undefined;
  if (count === undefined || !Number.isSafeInteger(count))
    return fail(
      14,
      `BSON field '${field}' is the wrong type '${typeName(value)}', expected types '[long, int, decimal, double']`,
    );
  if (count < 0) fail(51024, `BSON field '${field}' value must be >= 0, actual value '${count}'`);
  return count;
}

export function flag(command: Doc, field: string): boolean {
  return isTrue(command[field]);
}

/** What `let`, `collation`, `hint` and `maxTimeMS` mean for reading. */
export function readOptions(command: Doc) {
  return {
    compare: compareFor(command.collation),
    scope: scopeOf(command),
    hint: command.hint,
    deadline: deadlineOf(command.maxTimeMS),
  };
}

function deadlineOf(limit: Value | undefined): { at: number } | undefined {
  if (limit === undefined) return undefined;
  if (!isNumeric(limit)) return fail(2, 'maxTimeMS must be a number');
  const ms = toNumber(limit);
  if (!(ms >= 0 && ms <= 2147483647)) fail(2, `${ms} value for maxTimeMS is out of range [0, 2147483647]`);
  if (!Number.isInteger(ms)) fail(2, 'maxTimeMS has non-integral value');
  return ms > 0 ? { at: performance.now() + ms } : undefined;
}

/** The variables of a command: `let` and `NOW`. */
export function scopeOf(command: Doc): Scope {
  return { ...optionalDoc(command, 'let'), NOW: new Date() };
}
