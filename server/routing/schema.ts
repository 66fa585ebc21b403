import { Type, type Static } from 'typebox';
import { SkillLevel, SkillName } from '../agents/schema.ts';
import { closed, Id, oneOf } from '../http/shapes.ts';
import { LanguageName, PriorityName, TypeName } from '../tickets/schema.ts';

/** Shapes in and out of routing rules. */
const some = { minItems: 1, maxItems: 50, uniqueItems: true };
export const ConditionsBody = Type.Object(
  {
    channel: Type.Optional(Type.Array(oneOf('email', 'webchat', 'telegram', 'teams', 'form', 'api'), some)),
    type: Type.Optional(Type.Array(TypeName, some)),
    language: Type.Optional(Type.Array(LanguageName, some)),
    /** Whole words or phrases in the subject or first message; case and diacritics do not matter. */
    words: Type.Optional(Type.Array(Type.String({ maxLength: 100, pattern: '[\\p{L}\\p{N}]' }), some)),
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
export const RuleParams = Type.Object({ id: Id }, closed);
