import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export const OutcomeName = oneOf('pending', 'ticket', 'duplicate', 'merged', 'ignored', 'quarantined', 'erased');
export const IntakeParams = Type.Object({ id: Id }, closed);
const AccountId = Type.String({ maxLength: 24, description: 'Id of an account; env for those of the environment.' });
export const IntakeQuery = Type.Object(
  {
    outcome: Type.Optional(OutcomeName),
    account: Type.Optional(AccountId),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);
export const IntakeView = Type.Object(
  {
    id: Id,
    channel: Type.String(),
    account: Type.String(),
    receivedAt: Time,
    /** Bytes of the raw item. */
    size: Type.Integer(),
    /** Hex; empty when the item was erased, or is damaged. */
    sha256: Type.String(),
    outcome: OutcomeName,
    /** How often the same came again: kept once. */
    repeats: Type.Integer(),
    reason: nullable(Type.String()),
    /** Number of its ticket. */
    ticket: nullable(Type.Integer()),
    settled: Type.Boolean(),
  },
  closed,
);
export type IntakeView = Static<typeof IntakeView>;
export const IntakeList = Type.Object({ items: Type.Array(IntakeView), next: nullable(Type.String()) }, closed);

export const SummaryQuery = Type.Object({ account: Type.Optional(AccountId) }, closed);
export const IntakeSummary = Type.Object(
  {
    /** `duplicate`: items that came more than once, which have their other outcome too. */
    counts: Type.Array(Type.Object({ outcome: OutcomeName, count: Type.Integer() }, closed)),
    /** A count of this many may be more. */
    most: Type.Integer(),
    accounts: Type.Array(Type.Object({ id: Type.String(), channel: Type.String(), name: Type.String() }, closed)),
  },
  closed,
);
export type IntakeSummary = Static<typeof IntakeSummary>;
