import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { LanguageName, Ref } from '../tickets/schema.ts';

/** What telephone systems say besides is theirs, and ignored: few can leave anything out. */
const open = { additionalProperties: true };
const Number = nullable(Type.String({ maxLength: 200 }));

export const CallBody = Type.Object(
  {
    /** The telephone system's id of the call: the same for all its events. */
    id: Type.String({ minLength: 1, maxLength: 200 }),
    event: oneOf('ringing', 'answered', 'ended', 'missed'),
    direction: Type.Optional(oneOf('in', 'out')),
    /** Who calls; absent, empty or a word such as `anonymous`: withheld. */
    from: Type.Optional(Number),
    /** Who is called: of a call that goes out, the customer. */
    to: Type.Optional(Number),
    /** With whom it rings, or who answers or calls: an agent's extension or e-mail address. */
    agent: Type.Optional(nullable(Type.String({ maxLength: 320 }))),
    /** When it happened; now when absent. */
    at: Type.Optional(Time),
  },
  open,
);
export type CallBody = Static<typeof CallBody>;

const CallState = oneOf('ringing', 'answered', 'ended', 'missed');

/** What a telephone system is told: never who the caller is. */
export const CallAnswer = Type.Object(
  {
    id: Id,
    state: CallState,
    customer: nullable(Id),
    /** Whether an agent was found to whom it is shown. */
    shown: Type.Boolean(),
  },
  closed,
);

export const CallView = Type.Object(
  {
    id: Id,
    direction: oneOf('in', 'out'),
    state: CallState,
    at: Time,
    answeredAt: nullable(Time),
    endedAt: nullable(Time),
    /** Of the talk; null while there is none, or it goes on. */
    seconds: nullable(Type.Integer()),
    /** As people read it; empty where it is withheld. */
    number: Type.String(),
    /** Null where the number is withheld. `known` before this call; `proved` when the number is surely theirs. */
    customer: nullable(
      Type.Object(
        {
          ...Ref.properties,
          language: nullable(LanguageName),
          known: Type.Boolean(),
          proved: Type.Boolean(),
        },
        closed,
      ),
    ),
    /** Who answered, or called. */
    agent: nullable(Ref),
    /** With whom it rang (hex ids). */
    rang: Type.Array(Id),
  },
  closed,
);
export type CallView = Static<typeof CallView>;

export const CallParams = Type.Object({ id: Id }, closed);
