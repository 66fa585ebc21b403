import { Type, type Static } from 'typebox';
import { SkillLevel, SkillName } from '../agents/schema.ts';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { LanguageName, PriorityName, TypeName } from '../tickets/schema.ts';

/** Shapes in and out of routing rules. */
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
const Action = Type.Object(
  {
    team: Id,
    priority: Type.Optional(PriorityName),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 })),
    /** What whoever gets it should know: nobody else may have it where that is required. */
    needs: Type.Optional(
      Type.Array(Type.Object({ skill: SkillName, level: SkillLevel, required: Type.Boolean() }, closed), {
        minItems: 1,
        maxItems: 10,
      }),
    ),
  },
  closed,
);
/** POST adds one, PUT replaces one. */
export const RuleBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    /** The lowest is tried first; after all others when absent. */
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    enabled: Type.Optional(Type.Boolean()),
    conditions: Type.Optional(ConditionsBody),
    action: Action,
  },
  closed,
);
export type RuleBody = Static<typeof RuleBody>;

export const RuleView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    order: Type.Integer(),
    enabled: Type.Boolean(),
    conditions: ConditionsBody,
    action: Action,
  },
  closed,
);
export type RuleView = Static<typeof RuleView>;
export const RuleList = Type.Object({ items: Type.Array(RuleView), next: Type.Null() }, closed);
/** All rules, the first to be tried first. */
export const RuleOrder = Type.Object({ ids: Type.Array(Id, { maxItems: 1000, uniqueItems: true }) }, closed);
/** Conditions to try; with the id of a rule, in its place, else after all others. */
export const TrialBody = Type.Object({ conditions: ConditionsBody, rule: Type.Optional(Id) }, closed);
export type TrialBody = Static<typeof TrialBody>;
export const TrialView = Type.Object(
  {
    /** How many of the last tickets were looked at, how many the conditions fit, and to how many no earlier rule does. */
    of: Type.Integer(),
    matched: Type.Integer(),
    first: Type.Integer(),
    /** Those that they fit, the newest first. */
    items: Type.Array(
      Type.Object(
        {
          number: Type.Integer(),
          subject: Type.String(),
          createdAt: Time,
          /** Where it is now. */
          team: nullable(Type.String()),
          /** The earlier rule that takes it. */
          taken: nullable(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type TrialView = Static<typeof TrialView>;
export const RuleParams = Type.Object({ id: Id }, closed);
