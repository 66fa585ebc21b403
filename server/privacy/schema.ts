import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export type { ErasurePreview, ErasureView } from './erasure-schema.ts';

export const PurposeName = oneOf('service', 'survey', 'offers');

/** One entry of the history. */
export const ConsentEntry = Type.Object(
  {
    id: Id,
    purpose: PurposeName,
    /** False: refused, or taken back. */
    given: Type.Boolean(),
    at: Time,
    source: oneOf('agent', 'api', 'form', 'webchat', 'email', 'telegram', 'teams'),
    by: Type.Object(
      { kind: oneOf('agent', 'customer', 'assistant', 'system'), id: Type.Optional(Id), name: Type.String() },
      closed,
    ),
    /** False when it came with an address that is not proved; offers are not sent on that. */
    proved: Type.Boolean(),
    note: Type.String(),
  },
  closed,
);
export type ConsentEntry = Static<typeof ConsentEntry>;

export const ConsentsView = Type.Object(
  {
    /** What holds now, and whether something of that purpose would be sent. */
    purposes: Type.Array(
      Type.Object({ purpose: PurposeName, given: nullable(Type.Boolean()), allowed: Type.Boolean() }, closed),
    ),
    /** Newest first. */
    history: Type.Array(ConsentEntry),
  },
  closed,
);
export type ConsentsView = Static<typeof ConsentsView>;

export const ConsentBody = Type.Object(
  {
    purpose: PurposeName,
    given: Type.Boolean(),
    /** How it was given, in words. */
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  closed,
);
