import { Type } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { PriorityName, TypeName } from './schema.ts';

/** assignee: an agent's id, `me`, or null; team: a team's id or null. Absent: unchanged. */
export const AssignmentBody = Type.Object(
  {
    assignee: Type.Optional(Type.Union([Id, Type.Literal('me'), Type.Null()])),
    team: Type.Optional(nullable(Id)),
  },
  closed,
);
export const StatusBody = Type.Object(
  {
    status: oneOf('open', 'pending', 'solved', 'closed'),
    /** `n` of the last message that was seen; a newer one from others answers 409 `newer-messages`. */
    lastSeen: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
);
export const TagsBody = Type.Object(
  { tags: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 }) },
  closed,
);
export const SnoozeBody = Type.Object({ until: Time }, closed);
export const SpamBody = Type.Object({ spam: Type.Boolean() }, closed);
/** To the assistant. */
export const HandbackBody = Type.Object({}, closed);
export const PriorityBody = Type.Object({ priority: PriorityName }, closed);
export const TypeBody = Type.Object({ type: TypeName }, closed);
/** By name; an empty value removes one, what is not named stays. */
export const FieldsBody = Type.Object(
  {
    fields: Type.Record(Type.String({ pattern: '^[a-z][a-zA-Z0-9_-]{0,39}$' }), Type.String({ maxLength: 10_000 }), {
      ...closed,
      minProperties: 1,
      maxProperties: 40,
    }),
  },
  closed,
);
