import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export const ErasureParams = Type.Object({ id: Id }, closed);
export const CertificateQuery = Type.Object({ locale: Type.Optional(oneOf('en', 'es', 'ro', 'pl', 'ru')) }, closed);
export const ErasureQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);

/** It cannot be undone: the customer's id once more says that this one is meant. */
export const ErasureBody = Type.Object(
  {
    confirm: Id,
    /** Erases in spite of a legal hold. */
    override: Type.Optional(Type.Boolean()),
    /** Answers 202 once nobody can read anything of them any more; the rest goes on, and the erasure says how far it is. */
    background: Type.Optional(Type.Boolean()),
  },
  closed,
);

/** How many there are of each kind (names of models, `File`, `Identity`). */
const Counts = Type.Record(Type.String(), Type.Integer());
const Backup = Type.Object({ path: Type.String(), at: Time }, closed);

export const ErasurePreview = Type.Object(
  {
    counts: Counts,
    /** Whether a legal hold is on the person or one of their tickets. */
    held: Type.Boolean(),
  },
  closed,
);
export type ErasurePreview = Static<typeof ErasurePreview>;

export const ErasureView = Type.Object(
  {
    id: Id,
    /** The person's records; more than one when they were merged. */
    customers: Type.Array(Id),
    at: Time,
    doneAt: nullable(Time),
    /** begun: the keys are destroyed, the rest is being removed. */
    state: oneOf('begun', 'done'),
    by: Type.Object({ kind: oneOf('agent', 'system'), id: Type.Optional(Type.String()), name: Type.String() }, closed),
    counts: Counts,
    /** How many of all those are gone. */
    removed: Type.Integer(),
    /** True when it was done in spite of a legal hold. */
    override: Type.Boolean(),
    /** Backups of the keys in which they were destroyed as well, and those that could not be reached. */
    reached: Type.Array(Backup),
    unreached: Type.Array(Backup),
    /** Where its certificate is: a page to print, `?locale=` its language. */
    certificate: Type.String(),
  },
  closed,
);
export type ErasureView = Static<typeof ErasureView>;
export const ErasureList = Type.Object({ items: Type.Array(ErasureView), next: nullable(Type.String()) }, closed);
