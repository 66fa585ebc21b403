import { Type, type Static } from 'typebox';
import { CustomerClass } from '../customers/schema.ts';
import { closed, Id, oneOf } from '../http/shapes.ts';
import { PriorityName, TypeName } from '../tickets/schema.ts';

/** Time until something is done: opening time in minutes, days with opening hours, or days of the calendar. */
export const Target = Type.Object(
  { amount: Type.Integer({ minimum: 1, maximum: 100_000 }), unit: oneOf('minutes', 'businessDays', 'calendarDays') },
  closed,
);
export type Target = Static<typeof Target>;

/** What is promised to whom: of the list's policies the first one that fits a ticket counts. */
export const Policy = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    /** Any of these; absent: all. */
    types: Type.Optional(Type.Array(TypeName, { maxItems: 3 })),
    priorities: Type.Optional(Type.Array(PriorityName, { maxItems: 4 })),
    classes: Type.Optional(Type.Array(CustomerClass, { maxItems: 3 })),
    /** From when the ticket came until an agent has answered; absent: nothing is promised. */
    firstReply: Type.Optional(Target),
    /** From when the customer has written again. */
    nextReply: Type.Optional(Target),
    /** From when the ticket came until it is solved. */
    resolution: Type.Optional(Target),
    /** How long before a deadline its agent, or who leads where nobody has it, is warned. */
    warnMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 * 24 * 30 })),
    /** What follows when one has passed, besides that agent and who leads being told: the priority above it. */
    raise: Type.Boolean(),
    /** And who gets it (hex ids). */
    team: Type.Optional(Id),
    agent: Type.Optional(Id),
  },
  closed,
);
export type Policy = Static<typeof Policy>;

export const SlaBody = Type.Object({ policies: Type.Array(Policy, { maxItems: 50 }) }, closed);
export const SlaView = Type.Object(
  {
    policies: Type.Array(Policy),
    /** True while nobody has changed them. */
    unchanged: Type.Boolean(),
  },
  closed,
);
export type SlaView = Static<typeof SlaView>;
