import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { ConditionsBody } from '../tickets/conditions/schema.ts';
import { PriorityName, TypeName } from '../tickets/schema.ts';

/** Shapes in and out of rules over time. */
const some = { minItems: 1, maxItems: 50, uniqueItems: true };
const StatusName = oneOf('new', 'open', 'pending', 'snoozed', 'solved', 'closed');
const Happens = oneOf(
  ...([
    'created',
    'received',
    'status',
    'stage',
    'priority',
    'assignee',
    'team',
    'tags',
    'rated',
    'missed',
    'time',
  ] as const),
);
/** Something happens; or (`time`, with the other three) a ticket has rested in a status for so long. */
const TriggerBody = Type.Object(
  {
    on: Happens,
    status: Type.Optional(oneOf('new', 'open', 'pending', 'solved')),
    amount: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    unit: Type.Optional(oneOf('minutes', 'hours', 'days', 'business-days')),
  },
  closed,
);
const AskedBody = Type.Object(
  {
    ...ConditionsBody.properties,
    status: Type.Optional(Type.Array(StatusName, some)),
    /** Where it stands in its life cycle. */
    stage: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), some)),
    teams: Type.Optional(Type.Array(Id, some)),
    /** Whether somebody has it. */
    assigned: Type.Optional(Type.Boolean()),
    rating: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 5 }), some)),
  },
  closed,
);
const Text = Type.Optional(Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }));
const TagNames = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 }));
const DeedsBody = Type.Object(
  {
    /** To the customer, in their language where it stands here; `{{ticket.number}}` and such are filled in. */
    message: Type.Optional(
      Type.Object({ en: Text, es: Text, ro: Text, pl: Text, ru: Text }, { ...closed, minProperties: 1 }),
    ),
    note: Text,
    /** Agents who are told of it. */
    notify: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 20, uniqueItems: true })),
    status: Type.Optional(oneOf('open', 'pending', 'solved', 'closed')),
    priority: Type.Optional(PriorityName),
    type: Type.Optional(TypeName),
    team: Type.Optional(Id),
    /** Null: nobody. */
    assignee: Type.Optional(nullable(Id)),
    tags: Type.Optional(Type.Object({ add: TagNames, remove: TagNames }, closed)),
    /** Webhooks hear `automation.ran`. */
    webhook: Type.Optional(Type.Boolean()),
  },
  { ...closed, minProperties: 1 },
);
const rule = {
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  trigger: TriggerBody,
  conditions: AskedBody,
  deeds: DeedsBody,
};
export const AutomationBody = Type.Object({ ...rule, conditions: Type.Optional(AskedBody) }, closed);
export type AutomationBody = Static<typeof AutomationBody>;
export const AutomationView = Type.Object(
  {
    id: Id,
    ...rule,
    enabled: Type.Boolean(),
    /** When it was tried as it stands: without that it cannot be switched on. */
    triedAt: nullable(Time),
    /** Set where it was switched off by itself: it and others went round on a ticket. */
    stopped: nullable(Type.Object({ at: Time, number: Type.Integer(), with: Type.Array(Type.String()) }, closed)),
  },
  closed,
);
export type AutomationView = Static<typeof AutomationView>;
export const AutomationList = Type.Object({ items: Type.Array(AutomationView), next: Type.Null() }, closed);
export const AutomationParams = Type.Object({ id: Id }, closed);
export const SwitchBody = Type.Object({ enabled: Type.Boolean() }, closed);
/** What it would have done to the last tickets. */
export const AutomationTrial = Type.Object(
  {
    of: Type.Integer(),
    matched: Type.Integer(),
    items: Type.Array(Type.Object({ number: Type.Integer(), subject: Type.String(), createdAt: Time }, closed)),
  },
  closed,
);
export type AutomationTrial = Static<typeof AutomationTrial>;
export const RunsQuery = Type.Object(
  {
    rule: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  closed,
);
export const RunList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          rule: Id,
          ticket: Type.Integer(),
          on: Happens,
          at: Time,
          outcome: oneOf('done', 'capped', 'own', 'loop', 'failed'),
          did: Type.Array(Type.String()),
          /** Of the error that kept something from being done. */
          code: nullable(Type.String()),
        },
        closed,
      ),
    ),
    next: Type.Null(),
  },
  closed,
);
export type RunList = Static<typeof RunList>;
