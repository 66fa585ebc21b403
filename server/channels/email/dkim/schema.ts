import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, Time } from '../../../http/shapes.ts';

/** right: our key stands there; silent: the DNS did not say, in time. */
const FOUND = ['right', 'different', 'missing', 'silent'] as const;
export type Found = (typeof FOUND)[number];

export const DomainParams = Type.Object(
  { domain: Type.String({ maxLength: 253, pattern: '^[a-z0-9.-]+$', description: 'As in the DNS.' }) },
  closed,
);

/** The signature of one domain that mails are written from. */
export const SigningView = Type.Object(
  {
    domain: Type.String(),
    /** Those whose mails it signs. */
    addresses: Type.Array(Type.String()),
    /** Null: there is no key, and nothing is signed. */
    key: nullable(
      Type.Object(
        {
          /** The TXT record that the domain's DNS must have. */
          name: Type.String(),
          text: Type.String(),
          createdAt: Time,
          checkedAt: nullable(Time),
          /** Whether mails are signed: since the record was found. */
          signs: Type.Boolean(),
        },
        closed,
      ),
    ),
    /** What was found just now. */
    found: Type.Optional(oneOf(...FOUND)),
  },
  closed,
);
export type SigningView = Static<typeof SigningView>;

export const SigningList = Type.Object({ items: Type.Array(SigningView), next: Type.Null() }, closed);
