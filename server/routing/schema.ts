import { Type, type Static } from 'typebox';
import { SkillLevel, SkillName } from '../agents/schema.ts';
import { closed, Id, nullable, Time } from '../http/shapes.ts';
import { ConditionsBody } from '../tickets/conditions/schema.ts';
import { PriorityName } from '../tickets/schema.ts';

/** Shapes in and out of routing rules. */
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
