import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Language, OfferedForm } from '../../server/tickets/envelopes.ts';
import { chatTexts } from '../../server/messages/chats.ts';
import type { Card } from './card.ts';

const MAX_VALUE = 1_000;

/**
 * A form as an Adaptive Card. What is filled in comes back as a message without text whose value has each input by its
 * id, beside the labels that went along.
 * https://adaptivecards.io/explorer/Input.Text.html
 */
export function formCardOf({ lead, fields }: OfferedForm, language: Language): Card {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      lang: language,
      body: [{ type: 'TextBlock', text: lead, wrap: true }, ...fields.map(inputOf)],
      actions: [
        {
          type: 'Action.Submit',
          title: chatTexts[language].send,
          data: { form: fields.map(({ id, label }) => ({ id, label })) },
        },
      ],
    },
  };
}

function inputOf({ id, label, long, required, choices }: OfferedForm['fields'][number]) {
  const common = { id, label, ...(required ? { isRequired: true, errorMessage: label } : {}) };
  if (!choices) return { type: 'Input.Text', ...common, maxLength: MAX_VALUE, isMultiline: long === true };
  return {
    type: 'Input.ChoiceSet',
    ...common,
    style: 'expanded',
    choices: choices.map((title) => ({ title, value: title })),
  };
}

/** Whoever holds a token of theirs can send any value: it becomes words of the customer's own, of limited length. */
const Filled = Type.Object(
  {
    form: Type.Array(
      Type.Object({
        id: Type.String({ pattern: '^[a-z]{1,40}$' }),
        label: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\r\\n]*$' }),
      }),
      { minItems: 1, maxItems: 20 },
    ),
  },
  { additionalProperties: true },
);
const check = Compile(Filled);

/** What a filled-in form says, a line for each of its fields; undefined for any other value, and for an empty form. */
export function filledIn(value: unknown): string | undefined {
  if (!check.Check(value)) return undefined;
  const said = value as Static<typeof Filled> & Record<string, unknown>;
  const lines = said.form.flatMap(({ id, label }) => {
    const given = said[id];
    return typeof given === 'string' && given.trim() ? [`${label}: ${given.trim().slice(0, MAX_VALUE)}`] : [];
  });
  return lines.length > 0 ? lines.join('\n') : undefined;
}
