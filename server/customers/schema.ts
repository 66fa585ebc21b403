import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export const CustomerParams = Type.Object({ id: Id }, closed);

/** What somebody agrees to (true) or takes back (false) while writing; what is not named stays as it is. */
export const ConsentsIn = Type.Object(
  { survey: Type.Optional(Type.Boolean()), offers: Type.Optional(Type.Boolean()) },
  closed,
);

export const CustomerClass = oneOf('standard', 'priority', 'vip');

export const IdentityView = Type.Object(
  {
    /** By which it is changed and removed. */
    id: Type.String(),
    kind: oneOf('email', 'webchat', 'telegram', 'teams', 'phone'),
    /** Address, user name, id, or number (E.164). */
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
    /** What is promised to them may go by it. */
    class: CustomerClass,
    createdAt: Time,
    blocked: Type.Boolean(),
    /** Other records that are of the same person. */
    merged: Type.Array(Type.Object({ id: Id, name: Type.String(), notes: Type.String(), since: Time }, closed)),
    /** Names of members that are empty because what is stored of them was damaged. */
    damaged: Type.Optional(Type.Array(Type.String())),
  },
  closed,
);
export const BlockBody = Type.Object({ blocked: Type.Boolean() }, closed);
export type CustomerView = Static<typeof CustomerView>;

export const CustomerList = Type.Object({ items: Type.Array(CustomerView), next: nullable(Type.String()) }, closed);
/** Who is known under an address, or everybody who is blocked. */
export const CustomersQuery = Type.Object(
  { address: Type.Optional(Type.String({ maxLength: 320 })), blocked: Type.Optional(Type.Literal('true')) },
  { ...closed, minProperties: 1 },
);
/** What is not named stays. */
export const CustomerBody = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200 })),
    language: Type.Optional(nullable(oneOf('en', 'es', 'ro', 'pl', 'ru'))),
    notes: Type.Optional(Type.String({ maxLength: 20_000 })),
    class: Type.Optional(CustomerClass),
  },
  closed,
);
export const CustomerMergeBody = Type.Object(
  {
    /** Whose name, language and notes count then. */
    into: Id,
  },
  closed,
);
export const IdentityBody = Type.Union([
  Type.Object({ kind: Type.Literal('email'), value: Type.String({ format: 'email', maxLength: 320 }) }, closed),
  /** A number as people write it: with its country's prefix, or without one where that is set. */
  Type.Object({ kind: Type.Literal('phone'), value: Type.String({ minLength: 3, maxLength: 60 }) }, closed),
]);
export const IdentityParams = Type.Object({ id: Id, identity: Type.String({ pattern: '^[\\w-]{43}$' }) }, closed);
export const VerifyBody = Type.Object({ verified: Type.Boolean() }, closed);
