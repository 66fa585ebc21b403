import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { TicketActs } from '../tickets/acts/schema.ts';
import { CountQuery } from '../tickets/list-schema.ts';

/** Shapes in and out of changes of many tickets: those with these numbers, or all that a list finds. */
export const BulkBody = Type.Object(
  {
    acts: TicketActs,
    numbers: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 10_000, uniqueItems: true }),
    ),
    query: Type.Optional(CountQuery),
  },
  closed,
);
export type BulkBody = Static<typeof BulkBody>;

export const BulkView = Type.Object(
  {
    id: Id,
    state: oneOf('running', 'done', 'undoing', 'undone'),
    total: Type.Integer(),
    /** Dealt with so far, `failed` of them without success. */
    done: Type.Integer(),
    failed: Type.Integer(),
    /** Dealt with by undoing; `left` of them as others have changed them since. */
    restored: Type.Integer(),
    left: Type.Integer(),
    /** Until when it can be undone; null when it cannot any more, or runs still. */
    undoUntil: nullable(Time),
  },
  closed,
);
export type BulkView = Static<typeof BulkView>;
export const BulkParams = Type.Object({ id: Id }, closed);
