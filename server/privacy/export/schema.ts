import { Type, type Static } from 'typebox';

/**
 * The machine-readable half of an export, `data.json`; written into the archive as JSON Schema beside it. Times are ISO
 * 8601 in UTC, sizes are bytes, `path` is a path within the archive or null where the bytes could not be read. Objects
 * that say so may hold further members: whatever the desk keeps is there under its own name.
 */
const Time = Type.String({ format: 'date-time' });
const MaybeTime = Type.Union([Time, Type.Null()]);
const open = { additionalProperties: true };
const closed = { additionalProperties: false };
const oneWordOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values, description });
const Path = Type.Union([Type.String({ description: 'path within the archive' }), Type.Null()]);

const File = Type.Object(
  { name: Type.String(), type: Type.String({ description: 'as declared' }), size: Type.Integer(), path: Path },
  closed,
);

const Message = Type.Object(
  {
    id: Type.String(),
    n: Type.Integer({ description: 'place in the thread; there may be gaps' }),
    direction: oneWordOf(
      ['in', 'out', 'note', 'event'],
      'written by the customer, to the customer, an internal note, a change of the ticket',
    ),
    author: Type.Object(
      {
        kind: oneWordOf(['customer', 'agent', 'assistant', 'system'], 'who wrote it'),
        name: Type.Optional(Type.String({ description: 'as the customer could see it; not under notes and changes' })),
      },
      closed,
    ),
    at: Time,
    text: Type.Optional(Type.String()),
    html: Type.Optional(Type.String({ description: 'without what could do harm' })),
    attachments: Type.Array(File),
    raw: Path,
  },
  open,
);

const Ticket = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    subject: Type.Optional(Type.String()),
    type: Type.String(),
    status: Type.String(),
    priority: Type.String(),
    channel: Type.String(),
    tags: Type.Array(Type.String()),
    fields: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'what a form asked for' })),
    course: Type.Optional(
      Type.Array(
        Type.Object(
          {
            step: Type.String(),
            type: Type.String(),
            stage: Type.String(),
            at: Time,
            details: Type.Record(Type.String(), Type.String()),
          },
          closed,
        ),
        { description: 'what was decided and done, oldest first' },
      ),
    ),
    createdAt: Time,
    activityAt: Time,
    firstRepliedAt: MaybeTime,
    solvedAt: MaybeTime,
    messages: Type.Array(Message),
    drafts: Type.Array(Type.Object({ text: Type.Optional(Type.String()), updatedAt: Time }, open), {
      description: 'begun by agents and not sent',
    }),
  },
  open,
);

const Customer = Type.Object(
  {
    id: Type.String(),
    name: Type.Optional(Type.String()),
    language: Type.Union([Type.String(), Type.Null()]),
    createdAt: Time,
    notes: Type.Optional(Type.String({ description: 'what agents noted about the customer' })),
    identities: Type.Array(
      Type.Object({ kind: Type.String(), value: Type.String(), verified: Type.Boolean(), addedAt: MaybeTime }, closed),
    ),
  },
  open,
);

const Order = Type.Object(
  {
    id: Type.String(),
    number: Type.Optional(Type.String()),
    placedAt: Time,
    deliveredAt: MaybeTime,
    currency: Type.Union([Type.String(), Type.Null()]),
    shipping: Type.Optional(
      Type.Union([
        Type.Object(
          {
            at: MaybeTime,
            carrier: Type.Union([Type.String(), Type.Null()]),
            trackingUrl: Type.Union([Type.String(), Type.Null()]),
          },
          closed,
        ),
        Type.Null(),
      ]),
    ),
    items: Type.Optional(
      Type.Array(
        Type.Object(
          {
            sku: Type.String(),
            name: Type.String(),
            quantity: Type.Integer(),
            price: Type.Union([Type.Number({ description: 'of one piece' }), Type.Null()]),
            serial: Type.Union([Type.String(), Type.Null()]),
            warrantyMonths: Type.Union([Type.Integer(), Type.Null()]),
            returnable: Type.Optional(Type.Boolean()),
          },
          closed,
        ),
      ),
    ),
  },
  open,
);

const Call = Type.Object(
  {
    id: Type.String(),
    direction: oneWordOf(['in', 'out'], 'who called: the customer, or the desk'),
    number: Type.Optional(Type.String()),
    at: Time,
    ringing: Type.Optional(Time),
    answered: Type.Optional(Time),
    ended: Type.Optional(Time),
    missed: Type.Optional(Time),
  },
  open,
);

const Repair = Type.Object(
  {
    id: Type.String(),
    ticket: Type.String({ description: 'id of the ticket' }),
    state: Type.String(),
    work: Type.Optional(Type.String()),
    from: Type.Optional(Time),
    to: Type.Optional(Time),
    price: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    currency: Type.Union([Type.String(), Type.Null()]),
    acceptedAt: MaybeTime,
    createdAt: Time,
  },
  open,
);

const Callback = Type.Object(
  {
    id: Type.String(),
    state: Type.String(),
    number: Type.Optional(Type.String()),
    topic: Type.Optional(Type.String()),
    at: Time,
    createdAt: Time,
    tries: Type.Array(Type.Object({ at: Time, outcome: Type.String() }, closed)),
  },
  open,
);

export const Export = Type.Object(
  {
    format: Type.Literal('ombud-export'),
    v: Type.Literal(1),
    createdAt: Time,
    desk: Type.String({ description: 'who keeps the data' }),
    customer: Customer,
    merged: Type.Array(Customer, { description: 'further records of the same person' }),
    consents: Type.Array(
      Type.Object(
        {
          purpose: Type.String(),
          given: Type.Boolean(),
          at: Time,
          source: Type.String(),
          by: Type.String({ description: 'customer, agent, assistant or system' }),
          proved: Type.Boolean({ description: 'whether it was surely the customer' }),
          note: Type.Optional(Type.String()),
        },
        open,
      ),
      { description: 'the whole history, oldest first' },
    ),
    orders: Type.Array(Order, { description: 'what the customer bought, oldest first' }),
    calls: Type.Array(Call, { description: 'by telephone, oldest first' }),
    repairs: Type.Array(Repair, { description: 'repairs, oldest first' }),
    callbacks: Type.Array(Callback, { description: 'calls that the customer asked for, oldest first' }),
    tickets: Type.Array(Ticket),
    elsewhere: Type.Array(Type.Object({ number: Type.Integer(), messages: Type.Array(Message) }, closed), {
      description: 'what the customer wrote into tickets of others',
    }),
    received: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          channel: Type.String(),
          receivedAt: Time,
          outcome: Type.String(),
          size: Type.Integer(),
          sha256: Type.Union([Type.String({ description: 'hex, of the bytes' }), Type.Null()]),
          about: Type.Unknown({ description: 'what was known besides the bytes' }),
          path: Path,
        },
        closed,
      ),
      { description: 'every item as it came in, untouched' },
    ),
    damaged: Type.Array(
      Type.Object({ where: Type.String(), id: Type.String(), fields: Type.Array(Type.String()) }, closed),
      { description: 'what could not be read, because its bytes were changed where they are stored' },
    ),
  },
  { ...closed, title: 'Everything that a desk keeps about one customer' },
);
export type Export = Static<typeof Export>;
