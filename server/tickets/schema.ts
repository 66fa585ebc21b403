import { Type, type Static } from 'typebox';
import { CAUSES } from './failure-cause.ts';
import { ConsentsIn } from '../customers/schema.ts';
import { lost } from './lost-schema.ts';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

export { Id } from '../http/shapes.ts';

/** Shapes in and out of tickets. Everything leaves through present.ts in these. */
export const TypeName = oneOf('complaint', 'return', 'inquiry');
export const StatusName = oneOf('new', 'open', 'pending', 'snoozed', 'solved', 'closed');
export const PriorityName = oneOf('low', 'normal', 'high', 'urgent');
export const LanguageName = oneOf('en', 'es', 'ro', 'pl', 'ru');
export const Ref = Type.Object({ id: Id, name: Type.String() }, closed);

export const TicketView = Type.Object(
  {
    id: Id,
    number: Type.Integer(),
    type: TypeName,
    typeGuessed: Type.Boolean(),
    status: StatusName,
    /** Where it stands in the life cycle of its type: `GET …/steps` has more. */
    stage: Type.String(),
    /** True while solving it is refused: its customer has no outcome yet. */
    undecided: Type.Boolean(),
    priority: PriorityName,
    subject: Type.String(),
    snippet: Type.String(),
    fields: Type.Record(Type.String(), Type.String()),
    channel: Type.String(),
    /** The channel by which it is answered. */
    replyBy: Type.String(),
    account: Type.String(),
    customer: Ref,
    assignee: nullable(Ref),
    team: nullable(Ref),
    handler: oneOf('assistant', 'agents'),
    queued: Type.Boolean(),
    language: nullable(LanguageName),
    tags: Type.Array(Type.String()),
    unverified: Type.Boolean(),
    /** Why it lies in the view Spam; null when it does not. */
    spam: nullable(oneOf('flagged', 'dmarc', 'blocked', 'marked')),
    /** The number of the ticket that goes on for this one, since it was merged into that. */
    mergedInto: nullable(Type.Integer()),
    messages: Type.Integer(),
    /** Place of the last message that its customer has seen, where the channel tells. */
    seen: Type.Optional(Type.Integer()),
    createdAt: Time,
    activityAt: Time,
    waitingSince: nullable(Time),
    firstAssignedAt: nullable(Time),
    firstRepliedAt: nullable(Time),
    solvedAt: nullable(Time),
    reopenedAt: nullable(Time),
    snoozedUntil: nullable(Time),
    /** By when its customer is to hear from us: the nearest of what follows that runs, null while none does. */
    due: nullable(Time),
    /** Until when it is to be answered first, again, and solved; null where nothing is promised. */
    firstReplyBy: nullable(Time),
    nextReplyBy: nullable(Time),
    resolveBy: nullable(Time),
    /** Why routing gave it to whom, or why it waits. */
    routing: nullable(
      Type.Object(
        {
          kind: oneOf('given', 'offline', 'full', 'unskilled', 'returned'),
          params: Type.Record(Type.String(), Type.String()),
        },
        closed,
      ),
    ),
    /** True when its customer was erased: what is left is for reports. */
    erased: Type.Optional(Type.Boolean()),
    ...lost,
    /** Agents (hex ids) who have begun to write something here. */
    drafts: Type.Array(Id),
    /** Agents whom a note here mentions, and those of them who have not looked since. */
    mentioned: Type.Array(Id),
    mentions: Type.Array(Id),
  },
  closed,
);
export type TicketView = Static<typeof TicketView>;

/** E-mail addresses; no address is longer than 320 characters (RFC 3696, erratum 1690). */
export const AddressList = Type.Array(Type.String({ format: 'email', maxLength: 320 }), { maxItems: 50 });

export const AttachmentView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    type: Type.String(),
    size: Type.Integer(),
    /** Where its bytes are: GET, signed in. */
    url: Type.String(),
    inline: Type.Boolean(),
  },
  closed,
);
export type AttachmentView = Static<typeof AttachmentView>;

export const MessageView = Type.Object(
  {
    id: Id,
    ticket: Type.Integer(),
    n: Type.Integer(),
    direction: oneOf('in', 'out', 'note', 'event'),
    author: Type.Object(
      {
        kind: oneOf('customer', 'agent', 'assistant', 'system'),
        id: Type.Optional(Type.String()),
        name: Type.String(),
      },
      closed,
    ),
    at: Time,
    text: Type.String(),
    ...lost,
    /** Its writer has changed it since: when, and what it said first. */
    edited: Type.Optional(Type.Object({ at: Time, original: Type.String() }, closed)),
    /** Its writer has taken it back: nothing of it is left. */
    deletedAt: Type.Optional(Time),
    /** What of the text is quoted, or a signature: characters from `start` to before `end`, in order. */
    folds: Type.Optional(
      Type.Array(
        Type.Object({ kind: oneOf('quote', 'signature'), start: Type.Integer(), end: Type.Integer() }, closed),
      ),
    ),
    /** True when the message has HTML: shown in a frame from `GET /api/v1/tickets/:number/messages/:id/html`. */
    hasHtml: Type.Boolean(),
    /** True when the raw source can be had: `GET /api/v1/tickets/:number/messages/:id/source`. */
    hasSource: Type.Boolean(),
    /** The sender's address, of what came in. */
    from: Type.Optional(Type.String()),
    /** The addressee of what went out; of an e-mail also the others who got it. */
    to: Type.Optional(Type.String()),
    alsoTo: Type.Optional(Type.Array(Type.String())),
    cc: Type.Optional(Type.Array(Type.String())),
    bcc: Type.Optional(Type.Array(Type.String())),
    attachments: Type.Array(AttachmentView),
    clientId: Type.Optional(Type.String()),
    /** Agents (hex ids) whom a note mentions. */
    mentions: Type.Optional(Type.Array(Id)),
    automatic: Type.Boolean(),
    /** Written by a language model from articles, and checked against them. */
    drafted: Type.Optional(Type.Boolean()),
    otherSender: Type.Boolean(),
    /** What was written can only be read with a key. */
    encrypted: Type.Optional(oneOf('pgp', 'smime')),
    /** A file of it was not to be had, and may be fetched again. */
    missing: Type.Optional(Type.Literal(true)),
    delivery: Type.Optional(
      Type.Object(
        {
          state: oneOf('pending', 'sent', 'failed', 'unknown', 'cancelled'),
          channel: Type.String(),
          /** The channel in whose place it went, because the customer was not there or had not read it. */
          instead: Type.Optional(Type.String()),
          error: nullable(Type.String()),
          sentAt: nullable(Time),
          /** When the next attempt is due, while it is pending. */
          dueAt: nullable(Time),
          /** True while it waits for the time that its writer has chosen. */
          later: Type.Boolean(),
          /** What a mail server said of it, in a word. */
          cause: Type.Optional(oneOf(...CAUSES)),
          permanent: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
    event: Type.Optional(
      Type.Object({ kind: Type.String(), params: Type.Record(Type.String(), Type.String()) }, closed),
    ),
    choices: Type.Optional(Type.Array(Type.Object({ id: Type.String(), label: Type.String() }, closed))),
  },
  closed,
);
export type MessageView = Static<typeof MessageView>;

/** Where a search has found a ticket: texts escaped for HTML, with `<mark>` around what was found. */
export const TicketHit = Type.Object(
  {
    subject: Type.String(),
    /** Of a message; what was said last where no message has it. */
    excerpt: Type.String(),
    /** The place of that message in the thread; null where it is what was said last, or no message has it. */
    n: nullable(Type.Integer()),
  },
  closed,
);
export type TicketHit = Static<typeof TicketHit>;

/** A ticket in a list; `hit` after a search. */
export const ListedTicket = Type.Object({ ...TicketView.properties, hit: Type.Optional(TicketHit) }, closed);
export type ListedTicket = Static<typeof ListedTicket>;

export const TicketList = Type.Object({ items: Type.Array(ListedTicket), next: nullable(Type.String()) }, closed);
export const MessageList = Type.Object({ items: Type.Array(MessageView), next: nullable(Type.String()) }, closed);

export const TicketParams = Type.Object({ number: Type.Integer({ minimum: 1 }) }, closed);
export const MessageParams = Type.Object({ number: Type.Integer({ minimum: 1 }), id: Id }, closed);
export const CustomerIn = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 300 })),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 320 })),
    consents: Type.Optional(ConsentsIn),
  },
  closed,
);

export const CreateTicket = Type.Object(
  {
    type: TypeName,
    subject: Type.String({ minLength: 1, maxLength: 1000 }),
    text: Type.String({ minLength: 1, maxLength: 200_000 }),
    customer: CustomerIn,
    channel: Type.Optional(oneOf('email', 'api')),
  },
  closed,
);
export type CreateTicket = Static<typeof CreateTicket>;

/** To whom an e-mail goes, and as whom it is written, unless its writer says otherwise. */
export const RecipientsView = Type.Object(
  {
    /** The channel that this is about. */
    channel: Type.String(),
    /** Those by which this ticket can be answered, the usual one first. */
    channels: Type.Array(Type.String()),
    to: Type.Array(Type.String()),
    cc: Type.Array(Type.String()),
    bcc: Type.Array(Type.String()),
    /** As whom the mailbox can write; the first one, whose id is empty, is the mailbox itself. */
    identities: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), address: Type.String() }, closed)),
    /** The one that answered last; absent: the mailbox itself. */
    identity: Type.Optional(Type.String()),
  },
  closed,
);
/** The usual channel when absent. */
export const RecipientsQuery = Type.Object({ channel: Type.Optional(Type.String({ maxLength: 20 })) }, closed);
export type RecipientsView = Static<typeof RecipientsView>;

export const ReplyBody = Type.Object(
  {
    clientId: Type.String({ minLength: 8, maxLength: 64 }),
    text: Type.String({ minLength: 1, maxLength: 200_000 }),
    html: Type.Optional(Type.String({ maxLength: 500_000 })),
    /** Ids from `POST /api/v1/tickets/:number/attachments`. */
    attachments: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })),
    /** `n` of the last message the writer has seen; a newer one from others answers 409 `newer-messages`. */
    lastSeen: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Sets this status after saving; pending when absent. */
    status: Type.Optional(oneOf('pending', 'solved', 'open')),
    /** One of `GET …/recipients`; by which the ticket goes on then. The usual one when absent. */
    channel: Type.Optional(oneOf('email', 'webchat', 'telegram', 'teams')),
    /** An e-mail's recipients; everybody of the customer's last mail when absent. The desk's own addresses are left out. */
    to: Type.Optional(AddressList),
    cc: Type.Optional(AddressList),
    bcc: Type.Optional(AddressList),
    /** As whom the mailbox writes: one of `GET …/recipients`; the mailbox itself when absent. */
    identity: Type.Optional(Type.String({ maxLength: 40 })),
    /** Seconds in which an e-mail can be taken back before it goes out; other channels send at once. */
    hold: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    /** Goes out then, unless the customer writes first: then it is its writer's draft again. */
    sendAt: Type.Optional(Time),
    /** The version of the writer's draft that this ends. */
    draft: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  },
  closed,
);
export type ReplyBody = Static<typeof ReplyBody>;
export const NoteBody = Type.Object(
  {
    clientId: Type.String({ minLength: 8, maxLength: 64 }),
    text: Type.String({ minLength: 1, maxLength: 200_000 }),
    /** Agents who are to be told. */
    mentions: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    attachments: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })),
    draft: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  },
  closed,
);
