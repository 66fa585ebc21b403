import { Type, type Static } from 'typebox';
import { CAUSES } from '../channels/cause.ts';
import { closed, nullable, oneOf, Time } from '../http/shapes.ts';

const State = oneOf('up', 'connecting', 'down', 'off');

/** State of one account of a channel, for agents. */
export const ChannelView = Type.Object(
  {
    channel: Type.String(),
    account: Type.String(),
    name: Type.Optional(Type.String({ description: 'Address of the mailbox.' })),
    state: State,
    since: Time,
    error: Type.Optional(Type.String({ description: 'What the other side said.' })),
    cause: Type.Optional(oneOf(...CAUSES)),
    failing: Type.Optional(
      Type.Boolean({ description: 'Down for two minutes or longer, or until somebody mends it.' }),
    ),
    lastIn: Type.Optional(Time),
    lastOut: Type.Optional(Time),
  },
  closed,
);
export type ChannelView = Static<typeof ChannelView>;
export const ChannelParams = Type.Object(
  { channel: Type.String({ maxLength: 40 }), account: Type.String({ maxLength: 24 }) },
  closed,
);
export const ChannelList = Type.Object({ items: Type.Array(ChannelView) }, closed);

const Count = Type.Integer({ minimum: 0 });

/** What /readyz answers: whether requests can be served, and the detail of each part. `ms` and ages are measured. */
export const Readiness = Type.Object(
  {
    ready: Type.Boolean(),
    store: Type.Object(
      { ok: Type.Boolean(), kind: oneOf('embedded', 'mongodb'), ms: Type.Optional(Type.Number()) },
      closed,
    ),
    search: Type.Object({ ok: Type.Boolean(), engine: Type.String() }, closed),
    channels: Type.Object(
      {
        ok: Type.Boolean(),
        items: Type.Array(Type.Object({ channel: Type.String(), account: Type.String(), state: State }, closed)),
      },
      closed,
    ),
    queue: Type.Object(
      {
        ok: Type.Boolean(),
        /** Intake that has no outcome yet, and how long the oldest waits. */
        intakePending: Type.Optional(Count),
        oldestIntakeSeconds: Type.Optional(Count),
        /** Messages whose time to be sent has come, and all that are not settled. */
        outboxDue: Type.Optional(Count),
        outboxPending: Type.Optional(Count),
        /** Tickets that wait for an agent. */
        ticketsWaiting: Type.Optional(Count),
        quarantined: Type.Optional(Count),
      },
      closed,
    ),
  },
  closed,
);
export type Readiness = Static<typeof Readiness>;

/** How far the desk is set up. */
export const SetupView = Type.Object(
  {
    /** Where links lead: PUBLIC_URL. */
    publicUrl: Type.String(),
    mail: Type.Object({ address: nullable(Type.String()), canSend: Type.Boolean() }, closed),
    /** Where other servers pass mail on to; null while it is not opened. */
    door: nullable(Type.Object({ port: Type.Integer(), ownCertificate: Type.Boolean() }, closed)),
    /** The sample company is there. */
    samples: Type.Boolean(),
    done: Type.Object(
      { mailbox: Type.Boolean(), mail: Type.Boolean(), chat: Type.Boolean(), people: Type.Boolean() },
      closed,
    ),
  },
  closed,
);
export type SetupView = Static<typeof SetupView>;
