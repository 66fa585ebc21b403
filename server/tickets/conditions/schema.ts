import { Type, type Static } from 'typebox';
import { closed, oneOf } from '../../http/shapes.ts';
import { LanguageName, PriorityName, TypeName } from '../schema.ts';

/** What rules ask of a ticket. */
const some = { minItems: 1, maxItems: 50, uniqueItems: true };
const Words = Type.Array(Type.String({ maxLength: 100, pattern: '[\\p{L}\\p{N}]' }), some);
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
/** When a ticket came: `to` is not included, and before `from` it is the next day's. */
const RuleTime = Type.Object(
  {
    /** IANA. */
    zone: Type.String({ maxLength: 60 }),
    /** From 1, Monday, to 7, Sunday. */
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: Clock,
    to: Clock,
  },
  closed,
);
export const ConditionsBody = Type.Object(
  {
    channel: Type.Optional(Type.Array(oneOf('email', 'webchat', 'telegram', 'teams', 'form', 'api'), some)),
    type: Type.Optional(Type.Array(TypeName, some)),
    language: Type.Optional(Type.Array(LanguageName, some)),
    /** Whole words or phrases in the subject or first message; case and diacritics do not matter. */
    words: Type.Optional(Words),
    /** The same, in the subject only. */
    subject: Type.Optional(Words),
    /** Ids of mailboxes, bots or widgets. */
    account: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), some)),
    /** As they are when the ticket is filed: the assistant, forms and programs may have set them before. */
    priority: Type.Optional(Type.Array(PriorityName, some)),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), some)),
    /** Fields that say something; with `words`, one of these. */
    fields: Type.Optional(
      Type.Array(
        Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }), words: Type.Optional(Words) }, closed),
        { minItems: 1, maxItems: 10 },
      ),
    ),
    /** Whether the customer writes for the first time. */
    customer: Type.Optional(oneOf('new', 'known')),
    /** Whether it is proved who wrote. */
    proved: Type.Optional(Type.Boolean()),
    /** Behind the @ of the customer's address, those below it too. */
    domains: Type.Optional(Type.Array(Type.String({ maxLength: 253, pattern: '^[\\p{L}\\p{N}.-]+$' }), some)),
    time: Type.Optional(RuleTime),
  },
  closed,
);
export type ConditionsBody = Static<typeof ConditionsBody>;
