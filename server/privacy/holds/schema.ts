import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../../http/shapes.ts';

export const HoldBody = Type.Object(
  {
    /** Why, in words. */
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  closed,
);

export const HoldView = Type.Object(
  {
    id: Id,
    kind: oneOf('customer', 'ticket'),
    customer: Type.Object({ id: Id, name: Type.String() }, closed),
    /** Of a hold on a ticket. */
    number: nullable(Type.Integer()),
    at: Time,
    by: Type.String(),
    note: Type.String(),
  },
  closed,
);
export type HoldView = Static<typeof HoldView>;
export const HoldQuery = Type.Object({ customer: Type.Optional(Id) }, closed);
export const HoldList = Type.Object({ items: Type.Array(HoldView), next: nullable(Type.String()) }, closed);
