import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { AddressList, AttachmentView } from '../tickets/schema.ts';

export const ModeName = oneOf('reply', 'note');
export const DraftParams = Type.Object({ number: Type.Integer({ minimum: 1 }), mode: ModeName }, closed);

const Version = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Written = {
  text: Type.String({ maxLength: 200_000 }),
  html: Type.Optional(Type.String({ maxLength: 500_000 })),
  /** Recipients of an e-mail where the writer has changed them. */
  to: Type.Optional(AddressList),
  cc: Type.Optional(AddressList),
  bcc: Type.Optional(AddressList),
  /** As whom the mailbox writes, where the writer has chosen; empty: the mailbox itself. */
  identity: Type.Optional(Type.String({ maxLength: 40 })),
  /** Colleagues whom a note mentions. */
  mentions: Type.Optional(Type.Array(Id, { maxItems: 50 })),
};

export const DraftBody = Type.Object(
  {
    /** Higher than any before (the time in milliseconds does): a save with a lower one is late and changes nothing. */
    version: Version,
    ...Written,
    /** Ids from `POST /api/v1/tickets/:number/attachments`. */
    attachments: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  },
  closed,
);
export type DraftBody = Static<typeof DraftBody>;
export const EndQuery = Type.Object({ version: Version }, closed);

export const DraftView = Type.Object(
  {
    ticket: Type.Integer(),
    mode: ModeName,
    version: Version,
    ...Written,
    attachments: Type.Array(AttachmentView),
    updatedAt: Time,
  },
  closed,
);
export type DraftView = Static<typeof DraftView>;
export const CancelledView = Type.Object({ draft: nullable(DraftView) }, closed);
export const DraftList = Type.Object({ items: Type.Array(DraftView), next: nullable(Type.String()) }, closed);
