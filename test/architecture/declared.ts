import type { Schema, SchemaType } from 'mongoose';
import { declarationOf, sealingOf } from '../../server/declare.ts';

interface Model {
  modelName: string;
  schema: unknown;
}

/** Names of fields that hold what people wrote or who they are: such a field needs a seal, unless a reason is known. */
const PERSONAL =
  /^(.*name|.*e?mail|.*text|.*html|.*subject|.*address|.*phone|from|to|cc|bcc|notes?|snippet|body|.*comment|values|fields|attachments|files?|birth.*|city|street|ip|userAgent|title|query|label|reason|choices)$/i;

/** Looks personal and is not, or is an agent's own, which is readable to their colleagues. */
export const EXCEPTED = [
  'Account.address',
  'Account.name',
  'Agent.name',
  'Agent.email',
  'Session.userAgent',
  'Team.name',
  'Rule.name',
  'Automation.name',
  'Macro.name',
  'Tag.name',
  'Event.fields',
  'Token.name',
  'RepairPoint.name',
  'RepairPoint.address',
];

/**
 * What is wrong with the declarations of a model, in words. Every field that can hold words (strings, JSON, bytes)
 * is sealed, a keyed hash, or plain for a reason: server/declare.ts, called beside the schema.
 */
export function undeclared({ modelName, schema }: Model): string[] {
  const of = schema as Schema;
  const { fields = [], hashed = [], apart = [], plain = {} } = declarationOf(of) ?? {};
  const said = [...fields, ...hashed, ...apart, ...Object.values(plain).flat()];
  const paths = Object.keys(of.paths);
  const wordy = paths.filter((path) => holdsWords(of.path(path)));
  const open = Object.values(plain).flat();
  return [
    ...wordy.filter((path) => !said.includes(path)).map((path) => `${modelName}.${path} is not declared`),
    ...said.filter((path) => !paths.includes(path)).map((path) => `${modelName}.${path} does not exist`),
    ...said.filter((path, at) => said.indexOf(path) !== at).map((path) => `${modelName}.${path} is declared twice`),
    ...open
      .filter((path) => PERSONAL.test(path.split('.').at(-1) ?? '') && !EXCEPTED.includes(`${modelName}.${path}`))
      .map(
        (path) => `${modelName}.${path} looks personal and is plain: seal it, or except it in ${import.meta.filename}`,
      ),
    ...badlySealed(modelName, of),
  ];
}

function badlySealed(modelName: string, schema: Schema): string[] {
  const sealing = sealingOf(schema);
  if (!sealing) return [];
  const indexed = schema.indexes().flatMap(([key]) => Object.keys(key));
  const owned = ['self', 'instance'].includes(sealing.owner) || schema.path(sealing.owner)?.instance === 'ObjectId';
  return [
    ...(owned ? [] : [`${modelName}: its owner ${sealing.owner} is no id`]),
    ...sealing.fields
      .filter((field) => schema.path(field)?.instance !== 'Mixed')
      .map((field) => `${modelName}.${field} is sealed and must be Mixed: it is stored as bytes`),
    ...sealing.fields.filter((field) => indexed.includes(field)).map((field) => `${modelName}.${field} has an index`),
  ];
}

/** Numbers, dates, booleans and ids hold none. */
function holdsWords(type: SchemaType): boolean {
  const { instance, embeddedSchemaType } = type as SchemaType & { embeddedSchemaType?: SchemaType };
  if (instance === 'Array') return !embeddedSchemaType || holdsWords(embeddedSchemaType);
  return !['ObjectId', 'Number', 'Date', 'Boolean', 'Int32', 'BigInt', 'Decimal128', 'Double'].includes(instance);
}
