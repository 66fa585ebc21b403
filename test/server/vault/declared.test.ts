import { Schema } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { declarePlain, declareSealed } from '../../../server/declare.ts';
import { models } from '../../../server/store/register.ts';
import { EXCEPTED, undeclared } from '../../architecture/declared.ts';

describe('every field that can hold words is sealed, hashed, or plain for a reason', () => {
  it.each(models.map((model) => [model.modelName, model] as const))('%s', (_name, model) =>
    expect(undeclared(model)).toEqual([]),
  );

  it('has no exception that is not needed', () => {
    const all = models.flatMap(({ modelName, schema }) =>
      Object.keys((schema as Schema).paths).map((field) => `${modelName}.${field}`),
    );
    expect(EXCEPTED.filter((name) => !all.includes(name))).toEqual([]);
  });
});

describe('the check notices', () => {
  const careless = (declare: (schema: Schema) => void): string[] => {
    const schema = new Schema({
      customer: Schema.Types.ObjectId,
      text: Schema.Types.Mixed,
      street: String,
      words: [String],
      count: Number,
    });
    declare(schema);
    return undeclared({ modelName: 'Careless', schema });
  };
  const rest = { 'a word of ours': ['words'] };

  it.each<[string, (schema: Schema) => void, string[]]>([
    ['no declaration', () => undefined, ['text is not', 'street is not', 'words is not']],
    [
      'a field that was forgotten',
      (schema) => declareSealed(schema, { owner: 'customer', fields: ['text'], plain: rest }),
      ['street is not declared'],
    ],
    [
      'an address that is called harmless',
      (schema) => declarePlain(schema, { ...rest, 'nobody lives there': ['street', 'text'] }),
      ['street looks personal', 'text looks personal'],
    ],
    [
      'a field that does not exist, and one declared twice',
      (schema) =>
        declareSealed(schema, {
          owner: 'customer',
          fields: ['text', 'smell'],
          hashed: ['street', 'text'],
          plain: rest,
        }),
      ['smell does not exist', 'text is declared twice', 'smell is sealed and must be Mixed'],
    ],
    [
      'sealed bytes in a string, and an index on them',
      (schema) => {
        schema.index({ street: 1 });
        declareSealed(schema, { owner: 'customer', fields: ['text', 'street'], plain: rest });
      },
      ['street is sealed and must be Mixed', 'street has an index'],
    ],
    [
      'an owner that is no id',
      (schema) => declareSealed(schema, { owner: 'words', fields: ['text'], hashed: ['street'], plain: rest }),
      ['its owner words is no id'],
    ],
  ])('%s', (_name, declare, expected) => {
    const found = careless(declare).filter((line) => !line.includes('._id'));
    expect(found).toHaveLength(expected.length);
    expected.forEach((words, at) => expect(found[at]).toContain(words));
  });
});
