import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { LanguageName, Ref } from '../tickets/schema.ts';

const Outcome = oneOf('reached', 'no-answer', 'wrong-number');

export const CallbackView = Type.Object(
  {
    id: Id,
    state: oneOf('booked', 'reached', 'unreached', 'wrong-number', 'cancelled'),
    /** The slot that the customer has chosen, and when to call next. */
    at: Time,
    dueAt: Time,
    ticket: Type.Object({ number: Type.Integer(), subject: Type.String(), assignee: nullable(Ref) }, closed),
    customer: Ref,
    language: nullable(LanguageName),
    /** E.164, and as people read it. */
    number: Type.String(),
    readable: Type.String(),
    topic: Type.String(),
    tries: Type.Array(Type.Object({ at: Time, agent: Ref, outcome: Outcome }, closed)),
    /** Who calls now. */
    agent: nullable(Ref),
    /** What else is known: the last tickets, and the last order. */
    others: Type.Array(Type.Object({ number: Type.Integer(), subject: Type.String(), status: Type.String() }, closed)),
    order: nullable(Type.Object({ number: Type.String(), placedAt: Time }, closed)),
  },
  closed,
);
export type CallbackView = Static<typeof CallbackView>;

export const CallbackList = Type.Object(
  {
    items: Type.Array(CallbackView),
    next: Type.Null(),
    /** Whether customers can ask to be called now. */
    offered: Type.Boolean(),
  },
  closed,
);
export type CallbackList = Static<typeof CallbackList>;
/** `mine`: those whose ticket is the asker's, or nobody's and in a language that they speak. */
export const CallbacksQuery = Type.Object({ mine: Type.Optional(Type.Boolean()) }, closed);

export const SlotList = Type.Object(
  {
    timeZone: Type.String(),
    items: Type.Array(Type.Object({ at: Time, free: Type.Integer() }, closed)),
    next: Type.Null(),
  },
  closed,
);

export const CallbackParams = Type.Object({ id: Id }, closed);
export const BookBody = Type.Object(
  {
    /** The beginning of a slot of `GET /api/v1/callbacks/slots`. */
    at: Time,
    phone: Type.String({ minLength: 3, maxLength: 60 }),
    topic: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
);
export const MoveBody = Type.Object({ at: Time }, closed);
export const OutcomeBody = Type.Object(
  {
    outcome: Outcome,
    /** Stands in the ticket as a note. */
    note: Type.Optional(Type.String({ maxLength: 20_000 })),
    /** What becomes of the ticket of who was reached; it stays as it is when absent. */
    next: Type.Optional(oneOf('solve', 'wait')),
  },
  closed,
);
