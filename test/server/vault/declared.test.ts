import type { Schema } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { models } from '../../../server/store/register.ts';
import { sealingOf } from '../../../server/vault/sealed.ts';

/** Names of fields that hold what people wrote or who they are. */
const PERSONAL =
  /^(.*name|.*e?mail|.*text|.*html|.*subject|.*address|.*phone|from|to|cc|bcc|notes?|snippet|body|.*comment|values|fields|attachments|birth.*|city|street|ip|userAgent)$/i;

/** Looks personal and is not, or is an agent's own, which is readable to their colleagues. */
const EXCEPTED: Record<string, string> = {
  'Agent.name': 'an agent’s own',
  'Agent.email': 'an agent’s own',
  'Session.userAgent': 'an agent’s own',
  'Team.name': 'a name of ours',
  'Rule.name': 'a name of ours',
  'Event.fields': 'names of fields, not what is in them',
  'Token.name': 'a name of ours',
};

const fieldsOf = (schema: Schema): string[] => Object.keys(schema.paths);

describe('what looks personal is declared sealed', () => {
  const undeclared = (modelName: string, schema: Schema): string[] =>
    fieldsOf(schema)
      .filter((field) => PERSONAL.test(field.split('.').at(-1) ?? '') && !(`${modelName}.${field}` in EXCEPTED))
      .filter((field) => !sealingOf(schema)?.fields.includes(field))
      .map((field) => `${modelName}.${field}`);

  it.each(models.map(({ modelName, schema }) => [modelName, schema as Schema] as const))('%s', (modelName, schema) =>
    expect(undeclared(modelName, schema)).toEqual([]),
  );

  it('notices one that is not', () => {
    const message = models.find(({ modelName }) => modelName === 'Message');
    const careless = (message?.schema as Schema).clone();
    expect(undeclared('Message', careless)).toContain('Message.text');
  });

  it('has no exception that is not needed', () => {
    const all = models.flatMap(({ modelName, schema }) =>
      fieldsOf(schema as Schema).map((field) => `${modelName}.${field}`),
    );
    expect(Object.keys(EXCEPTED).filter((name) => !all.includes(name))).toEqual([]);
  });

  it('declares only fields that exist, and indexes none of them', () => {
    for (const { modelName, schema } of models) {
      const sealing = sealingOf(schema as Schema);
      const indexed = (schema as Schema).indexes().flatMap(([key]) => Object.keys(key));
      for (const field of sealing?.fields ?? []) {
        expect(fieldsOf(schema as Schema), modelName).toContain(field);
        expect(indexed, modelName).not.toContain(field);
      }
    }
  });
});
