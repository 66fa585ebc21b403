import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf } from '../../http/shapes.ts';

const Signature = Type.String({ maxLength: 4000 });
const Identity = Type.Object(
  {
    /** Made by the client, kept when it is changed. */
    id: Type.String({ pattern: '^[\\w-]{1,40}$' }),
    name: Type.String({ minLength: 1, maxLength: 200, description: '`{{agent.name}}` and the like are filled in.' }),
    address: Type.Optional(Type.String({ maxLength: 320, pattern: '^[^\\s@<>]+@[^\\s@<>]+$' })),
    signature: Type.Optional(Signature),
  },
  closed,
);
const Acknowledgement = Type.Object(
  {
    /** Fixed words; `{number}` is the ticket's. */
    subject: Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\r\\n]*$' }),
    text: Type.String({ minLength: 1, maxLength: 4000 }),
  },
  closed,
);

/** How a mailbox writes, whole: in and out. */
export const LetterheadBody = Type.Object(
  {
    identities: Type.Array(Identity, { maxItems: 50 }),
    signature: Signature,
    quote: Type.Boolean({ description: 'Whether an answer repeats the mail that it answers.' }),
    acknowledge: Type.Object(
      {
        on: Type.Boolean(),
        /** By language; the house’s own words where one is missing. */
        texts: Type.Object(
          {
            en: Type.Optional(Acknowledgement),
            es: Type.Optional(Acknowledgement),
            ro: Type.Optional(Acknowledgement),
            pl: Type.Optional(Acknowledgement),
            ru: Type.Optional(Acknowledgement),
          },
          closed,
        ),
      },
      closed,
    ),
    assistant: Type.Boolean({ default: false, description: 'Whether the assistant answers new mail, once each.' }),
    /** Null: as many as there are. What is over it waits. */
    rate: nullable(
      Type.Object(
        { mails: Type.Integer({ minimum: 1, maximum: 1_000_000 }), per: oneOf('minute', 'hour', 'day') },
        closed,
      ),
    ),
  },
  closed,
);
export type LetterheadBody = Static<typeof LetterheadBody>;
