import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export const CustomerParams = Type.Object({ id: Id }, closed);

/** What somebody agrees to (true) or takes back (false) while writing; what is not named stays as it is. */
export const ConsentsIn = Type.Object(
  { survey: Type.Optional(Type.Boolean()), offers: Type.Optional(Type.Boolean()) },
  closed,
);

export const IdentityView = Type.Object(
  {
    kind: oneOf('email', 'webchat', 'telegram', 'teams'),
    /** Address, user name or id. */
    value: Type.String(),
    verified: Type.Boolean(),
  },
  closed,
);

export const CustomerView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    language: nullable(oneOf('en', 'es', 'ro', 'pl', 'ru')),
    identities: Type.Array(IdentityView),
    notes: Type.String(),
    createdAt: Time,
    blocked: Type.Boolean(),
    /** Names of members that are empty because what is stored of them was damaged. */
    damaged: Type.Optional(Type.Array(Type.String())),
  },
  closed,
);
export const BlockBody = Type.Object({ blocked: Type.Boolean() }, closed);
export type CustomerView = Static<typeof CustomerView>;
