import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export const OutcomeName = oneOf('pending', 'ticket', 'duplicate', 'merged', 'ignored', 'quarantined', 'erased');
export const IntakeParams = Type.Object({ id: Id }, closed);
export const IntakeQuery = Type.Object(
  {
    outcome: Type.Optional(OutcomeName),
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
    reason: nullable(Type.String()),
    /** Number of its ticket. */
    ticket: nullable(Type.Integer()),
    settled: Type.Boolean(),
  },
  closed,
);
export type IntakeView = Static<typeof IntakeView>;
export const IntakeList = Type.Object({ items: Type.Array(IntakeView), next: nullable(Type.String()) }, closed);
