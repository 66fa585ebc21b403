import { Type, type Static } from 'typebox';
import { closed, Id, oneOf } from '../../http/shapes.ts';
import { StatusName } from '../schema.ts';

/** How this ticket stands to the other one. */
export const LinkName = oneOf('related', 'duplicateOf', 'duplicatedBy', 'causes', 'causedBy');
export type LinkName = Static<typeof LinkName>;

export const LinkBody = Type.Object({ number: Type.Integer({ minimum: 1 }), kind: LinkName }, closed);
export const LinkParams = Type.Object(
  { number: Type.Integer({ minimum: 1 }), other: Type.Integer({ minimum: 1 }) },
  closed,
);
export const MergeBody = Type.Object(
  {
    /** The ticket that goes on for both. */
    into: Type.Integer({ minimum: 1 }),
    /** Needed where they are of different customers; else 409 `other-customer`. */
    otherCustomer: Type.Optional(Type.Boolean()),
    /** `n` of the last message that was seen; a newer one from others answers 409 `newer-messages`. */
    lastSeen: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
);

export const RelatedTicket = Type.Object(
  {
    id: Id,
    number: Type.Integer(),
    subject: Type.String(),
    status: StatusName,
    customer: Type.Object({ id: Id, name: Type.String() }, closed),
    messages: Type.Integer(),
  },
  closed,
);
export type RelatedTicket = Static<typeof RelatedTicket>;

/** What belongs to a ticket: those that were merged into it, and those it is linked with. */
export const RelatedView = Type.Object(
  {
    merged: Type.Array(RelatedTicket),
    links: Type.Array(Type.Object({ kind: LinkName, ticket: RelatedTicket }, closed)),
  },
  closed,
);
export type RelatedView = Static<typeof RelatedView>;
