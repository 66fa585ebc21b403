import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { ABOUT, ACTS } from './acts.ts';

/** Shapes of the audit log. */
const Act = oneOf(...ACTS);
const AnyId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });

export const AuditView = Type.Object(
  {
    id: Id,
    at: Time,
    act: Act,
    by: Type.Object({ kind: oneOf('agent', 'token', 'system'), id: Type.Optional(AnyId) }, closed),
    about: Type.Optional(Type.Object({ kind: oneOf(...ABOUT), id: AnyId }, closed)),
    /** Names of fields. */
    changed: Type.Optional(Type.Array(Type.String())),
    role: Type.Optional(Type.Object({ was: Type.String(), is: Type.String() }, closed)),
  },
  closed,
);
export type AuditView = Static<typeof AuditView>;
export const AuditList = Type.Object({ items: Type.Array(AuditView), next: nullable(Type.String()) }, closed);

export const AuditQuery = Type.Object(
  {
    act: Type.Optional(Act),
    /** Who did it: the id of an agent or a token. */
    by: Type.Optional(AnyId),
    /** What it was about. */
    about: Type.Optional(AnyId),
    since: Type.Optional(Time),
    until: Type.Optional(Time),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);
export type AuditQuery = Static<typeof AuditQuery>;
