import { compare, equal } from './compare.ts';
import { fail } from './errors.ts';
import { fieldName, plainName } from './field-name.ts';
import type { Matcher } from './match.ts';
import { toBigInt, toNumber } from './number.ts';
import { isTrue } from './tests.ts';
import { isDoc, isNumeric, TYPE, typeOf, type Doc, type Value } from './value.ts';

type Check = (value: Value) => boolean;
type BuildCheck = (operand: Value, schema: Doc) => Check;

/** Compiles a `$jsonSchema` (draft 4 as MongoDB takes it); an unknown keyword is refused (9). */
export function compileSchema(schema: Doc): Matcher {
  return checkOf(schema);
}

function checkOf(schema: Value | undefined): Check {
  if (!isDoc(schema)) return fail(14, '$jsonSchema: a schema must be an object');
  const checks = Object.keys(schema).map((keyword) => {
    const build = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    return build ? build(schema[keyword]!, schema) : fail(9, `Unknown $jsonSchema keyword: ${keyword}`);
  });
  return (value) => checks.every((check) => check(value));
}

const ALWAYS: Check = () => true;
const annotation: BuildCheck = () => ALWAYS;

function list(operand: Value, keyword: string): Value[] {
  return Array.isArray(operand) && operand.length > 0
    ? operand
    : fail(9, `$jsonSchema keyword '${keyword}' must be a non-empty array`);
}

function count(operand: Value, keyword: string): number {
  const whole = isNumeric(operand) ? toBigInt(operand) : undefined;
  if (whole === undefined || whole < 0n)
    return fail(9, `$jsonSchema keyword '${keyword}' must be a non-negative integer`);
  return Number(whole);
}

function limit(operand: Value, holds: (order: number) => boolean): Check {
  if (!isNumeric(operand)) return fail(14, '$jsonSchema: a limit must be a number');
  return (value) => !isNumeric(value) || holds(compare(value, operand));
}

const JSON_TYPES: { [name: string]: string[] } = {
  object: ['object'],
  array: ['array'],
  string: ['string'],
  boolean: ['bool'],
  null: ['null'],
  number: ['int', 'long', 'double', 'decimal'],
};

function typed(operand: Value, aliases: (name: string) => string[] | undefined): Check {
  const codes = new Set<number>();
  for (const name of Array.isArray(operand) ? operand : [operand]) {
    const known = typeof name === 'string' ? aliases(name) : undefined;
    if (!known) fail(2, `$jsonSchema: unknown type name: ${String(name)}`);
    for (const alias of known) codes.add((TYPE as Record<string, number>)[alias]!);
  }
  return (value) => codes.has(typeOf(value));
}

function properties(operand: Value): Check {
  if (!isDoc(operand)) return fail(14, "$jsonSchema keyword 'properties' must be an object");
  const checks = Object.keys(operand).map((name) => ({ name, check: checkOf(operand[name]) }));
  return (value) => !isDoc(value) || checks.every(({ name, check }) => value[name] === undefined || check(value[name]));
}

function patternProperties(operand: Value): Check {
  if (!isDoc(operand)) return fail(14, "$jsonSchema keyword 'patternProperties' must be an object");
  const checks = Object.keys(operand).map((pattern) => ({
    regex: new RegExp(plainName(pattern), 'u'),
    check: checkOf(operand[pattern]),
  }));
  return (value) => {
    if (!isDoc(value)) return true;
    return Object.keys(value).every((name) =>
      checks.every(({ regex, check }) => !regex.test(plainName(name)) || check(value[name]!)),
    );
  };
}

function additionalProperties(operand: Value, schema: Doc): Check {
  const rest = typeof operand === 'boolean' ? () => operand : checkOf(operand);
  const named = new Set(isDoc(schema.properties) ? Object.keys(schema.properties) : []);
  const patterns = isDoc(schema.patternProperties)
    ? Object.keys(schema.patternProperties).map((text) => new RegExp(plainName(text), 'u'))
    : [];
  return (value) => {
    if (!isDoc(value)) return true;
    const others = Object.keys(value).filter(
      (name) => !named.has(name) && !patterns.some((regex) => regex.test(plainName(name))),
    );
    return others.every((name) => rest(value[name]!));
  };
}

function items(operand: Value, schema: Doc): Check {
  if (!Array.isArray(operand)) {
    const each = checkOf(operand);
    return (value) => !Array.isArray(value) || value.every(each);
  }
  const checks = operand.map(checkOf);
  const { additionalItems = true } = schema;
  const rest = typeof additionalItems === 'boolean' ? () => additionalItems : checkOf(additionalItems);
  return (value) => !Array.isArray(value) || value.every((item, i) => (checks[i] ?? rest)(item));
}

function dependencies(operand: Value): Check {
  if (!isDoc(operand)) return fail(14, "$jsonSchema keyword 'dependencies' must be an object");
  const checks = Object.keys(operand).map((name) => {
    const needed = operand[name]!;
    const check: Check = Array.isArray(needed)
      ? (value) => needed.every((field) => (value as Doc)[fieldName(field as string)] !== undefined)
      : checkOf(needed);
    return { name, check };
  });
  return (value) => !isDoc(value) || checks.every(({ name, check }) => value[name] === undefined || check(value));
}

const lengthOf = (value: Value) => (typeof value === 'string' ? [...value].length : undefined);
const sizeOf = (value: Value) => (Array.isArray(value) ? value.length : undefined);
const fieldsOf = (value: Value) => (isDoc(value) ? Object.keys(value).length : undefined);

function sized(measure: (value: Value) => number | undefined, sign: number, keyword: string): BuildCheck {
  return (operand) => {
    const bound = count(operand, keyword);
    return (value) => ((measure(value) ?? bound) - bound) * sign >= 0;
  };
}

const KEYWORDS: { [keyword: string]: BuildCheck } = {
  title: annotation,
  description: annotation,
  exclusiveMaximum: annotation,
  exclusiveMinimum: annotation,
  additionalItems: annotation,
  bsonType: (operand) =>
    typed(operand, (name) => (name === 'number' ? JSON_TYPES.number : Object.hasOwn(TYPE, name) ? [name] : undefined)),
  type: (operand) => typed(operand, (name) => JSON_TYPES[name]),
  required: (operand) => {
    const names = list(operand, 'required');
    return (value) => !isDoc(value) || names.every((name) => value[fieldName(name as string)] !== undefined);
  },
  properties,
  patternProperties,
  additionalProperties,
  dependencies,
  minProperties: sized(fieldsOf, 1, 'minProperties'),
  maxProperties: sized(fieldsOf, -1, 'maxProperties'),
  enum: (operand) => {
    const values = list(operand, 'enum');
    return (value) => values.some((other) => equal(value, other));
  },
  minimum: (operand, schema) => limit(operand, (order) => (isTrue(schema.exclusiveMinimum) ? order > 0 : order >= 0)),
  maximum: (operand, schema) => limit(operand, (order) => (isTrue(schema.exclusiveMaximum) ? order < 0 : order <= 0)),
  multipleOf: (operand) => {
    const step = isNumeric(operand) ? toNumber(operand) : fail(14, "$jsonSchema keyword 'multipleOf' must be a number");
    return (value) => !isNumeric(value) || Number.isInteger(toNumber(value) / step);
  },
  minLength: sized(lengthOf, 1, 'minLength'),
  maxLength: sized(lengthOf, -1, 'maxLength'),
  pattern: (operand) => {
    const regex = new RegExp(String(operand), 'u');
    return (value) => typeof value !== 'string' || regex.test(value);
  },
  minItems: sized(sizeOf, 1, 'minItems'),
  maxItems: sized(sizeOf, -1, 'maxItems'),
  uniqueItems: (operand) => {
    if (!isTrue(operand)) return ALWAYS;
    return (value) =>
      !Array.isArray(value) || value.every((item, i) => value.findIndex((other) => equal(item, other)) === i);
  },
  items,
  allOf: (operand) => {
    const checks = list(operand, 'allOf').map(checkOf);
    return (value) => checks.every((check) => check(value));
  },
  anyOf: (operand) => {
    const checks = list(operand, 'anyOf').map(checkOf);
    return (value) => checks.some((check) => check(value));
  },
  oneOf: (operand) => {
    const checks = list(operand, 'oneOf').map(checkOf);
    return (value) => checks.filter((check) => check(value)).length === 1;
  },
  not: (operand) => {
    const check = checkOf(operand);
    return (value) => !check(value);
  },
};
