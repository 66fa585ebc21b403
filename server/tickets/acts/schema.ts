import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../../http/shapes.ts';
import { PriorityName, TypeName } from '../schema.ts';

const TagNames = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 });

/** What macros and bulk changes have in common: what is absent stays as it is. */
export const COMMON_ACTS = {
  status: Type.Optional(oneOf('open', 'pending', 'solved', 'closed')),
  /** An agent's id, `me` for whoever does it, or null for nobody. */
  assignee: Type.Optional(Type.Union([Id, Type.Literal('me'), Type.Null()])),
  team: Type.Optional(nullable(Id)),
  priority: Type.Optional(PriorityName),
  type: Type.Optional(TypeName),
  tags: Type.Optional(Type.Object({ add: Type.Optional(TagNames), remove: Type.Optional(TagNames) }, closed)),
};

/** Several changes of a ticket in one. */
export const TicketActs = Type.Object(
  { ...COMMON_ACTS, /** Sleeps until then. */ snooze: Type.Optional(Time), spam: Type.Optional(Type.Boolean()) },
  { ...closed, minProperties: 1 },
);
export type TicketActs = Static<typeof TicketActs>;
