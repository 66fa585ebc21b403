import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, Time } from '../../http/shapes.ts';
import { ConsentsIn } from '../../customers/schema.ts';
import { LanguageName } from '../../tickets/schema.ts';

/**
 * Every frame of /ws/widget. The first frame is `hello`; a session is made only by `start`, when the visitor writes
 * for the first time. All frames of a visitor are JSON objects of at most 64 kB.
 */
/** Made by the visitor's page, unique within the session: the same again is the same message. */
export const ClientId = Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' });
export const SessionToken = Type.String({ pattern: '^[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}$' });

export const MAX_FRAME_BYTES = 64 * 1024;
export const MAX_TEXT = 10_000;
/** All files of one message together. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
export const MAX_FILES = 5;

const Email = Type.String({ format: 'email', maxLength: 320 });
const Page = Type.Object(
  { url: Type.String({ maxLength: 2000 }), title: Type.Optional(Type.String({ maxLength: 300 })) },
  closed,
);

/** What a visitor says in one message; the same over the socket and, with files, over HTTP. */
const said = {
  clientId: ClientId,
  text: Type.String({ maxLength: MAX_TEXT }),
  /** A pressed button: the message that offered it and the button's id. `text` is its label. */
  choice: Type.Optional(
    Type.Object({ message: Type.String({ maxLength: 64 }), id: Type.String({ maxLength: 100 }) }, closed),
  ),
  locale: LanguageName,
  page: Type.Optional(Page),
  /** What the page knows of the visitor (`ombud('identify', …)`): stated, not proved. */
  name: Type.Optional(Type.String({ maxLength: 200 })),
  email: Type.Optional(Email),
  /** What the visitor agreed to on the page. */
  consents: Type.Optional(ConsentsIn),
};
export const Said = Type.Object(said, closed);
export type Said = Static<typeof Said>;

/**
 * What proves who a visitor is, made by the shop's server with the secret of the settings: a JWT (HS256; `sub`, `exp`,
 * optionally `email`, `name`), or the same four in the open with the HMAC-SHA-256 of their lines in hex.
 */
export const Proof = Type.Union([
  Type.Object(
    { token: Type.String({ maxLength: 4096, pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*$' }) },
    closed,
  ),
  Type.Object(
    {
      id: Type.String({ minLength: 1, maxLength: 200 }),
      email: Type.Optional(Type.String({ maxLength: 320 })),
      name: Type.Optional(Type.String({ maxLength: 200 })),
      /** Seconds since 1970. */
      expires: Type.Integer({ minimum: 0 }),
      signature: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    },
    closed,
  ),
]);
export type Proof = Static<typeof Proof>;

export const VisitorFrame = Type.Union([
  /** First frame. With a session the server sends the thread after message `after`. */
  Type.Object(
    {
      t: Type.Literal('hello'),
      session: Type.Optional(SessionToken),
      /** Takes the place of a session. */
      identity: Type.Optional(Proof),
      after: Type.Optional(Type.Integer({ minimum: 0 })),
    },
    closed,
  ),
  /** Asks for a session, once, before the first message. */
  Type.Object({ t: Type.Literal('start') }, closed),
  Type.Object({ t: Type.Literal('message'), ...said }, closed),
  Type.Object({ t: Type.Literal('typing'), on: Type.Boolean() }, closed),
  /** The visitor has seen everything up to message `n`. */
  Type.Object({ t: Type.Literal('read'), n: Type.Integer({ minimum: 1 }) }, closed),
  Type.Object({ t: Type.Literal('ping') }, closed),
  /** Answers shall go there while the visitor is away. */
  Type.Object({ t: Type.Literal('address'), email: Email }, closed),
  /** How content the visitor is with a matter that is over, from 1 to 5. */
  Type.Object(
    {
      t: Type.Literal('rate'),
      score: Type.Integer({ minimum: 1, maximum: 5 }),
      comment: Type.Optional(Type.String({ maxLength: 1000 })),
    },
    closed,
  ),
  /** Asks for what was said by mail: to that address, or the one that was left. */
  Type.Object({ t: Type.Literal('transcript'), email: Type.Optional(Email), locale: LanguageName }, closed),
  /** Says that an address is the visitor's: a one-time code is mailed there. */
  Type.Object({ t: Type.Literal('email'), email: Email, locale: LanguageName }, closed),
  /** Enters that code, which proves the address. */
  Type.Object({ t: Type.Literal('code'), email: Email, code: Type.String({ minLength: 1, maxLength: 20 }) }, closed),
  /** Asks for all requests of whom it is; `pass`: of an answer to `code`. Signed in, none is needed. */
  Type.Object({ t: Type.Literal('requests'), pass: Type.Optional(Type.String({ maxLength: 100 })) }, closed),
]);
export type VisitorFrame = Static<typeof VisitorFrame>;

export const VisitorAttachment = Type.Object(
  {
    name: Type.String(),
    type: Type.String(),
    /** Bytes. */
    size: Type.Integer(),
    /** Relative to the desk's address; valid for a day. */
    url: Type.String(),
  },
  closed,
);

export type VisitorAttachment = Static<typeof VisitorAttachment>;

/** A message as its visitor sees it. Notes and inner events never take this shape. */
export const VisitorMessage = Type.Object(
  {
    id: Type.String(),
    /** Place in the thread; there are gaps where the desk keeps something to itself. */
    n: Type.Integer(),
    from: oneOf('visitor', 'agent', 'assistant', 'system'),
    /** Display name of the agent; empty for the others. */
    name: Type.String(),
    at: Time,
    text: Type.String(),
    /** The visitor's own messages only. */
    clientId: Type.Optional(ClientId),
    attachments: Type.Array(VisitorAttachment),
    choices: Type.Optional(Type.Array(Type.Object({ id: Type.String(), label: Type.String() }, closed))),
    /** A line, not a bubble: handed over to the agents. */
    line: Type.Optional(Type.Literal('handover')),
  },
  closed,
);
export type VisitorMessage = Static<typeof VisitorMessage>;

/** `open`: the desk is at work; `waiting`: it waits for the customer; `over`: settled. */
const RequestStates = oneOf('open', 'waiting', 'over');
export type RequestState = Static<typeof RequestStates>;
export const RequestView = Type.Object(
  {
    ...{ number: Type.Integer(), subject: Type.String(), state: RequestStates, at: Time },
    /** By when they hear from the desk, where that was promised. */
    due: Type.Optional(Time),
  },
  closed,
);
export type RequestView = Static<typeof RequestView>;

export const DeskFrame = Type.Union([
  /** Answer to hello. `session` false: the token was none of ours, a new session is needed. */
  Type.Object(
    {
      t: Type.Literal('ready'),
      session: Type.Boolean(),
      /** The visitor is whom the proof names. */
      proved: Type.Optional(Type.Literal(true)),
    },
    closed,
  ),
  /** Answer to start: to be kept by the page. */
  Type.Object({ t: Type.Literal('session'), token: SessionToken }, closed),
  /** After ready: messages in order; `more` when the oldest ones were left out. */
  Type.Object({ t: Type.Literal('thread'), items: Type.Array(VisitorMessage), more: Type.Boolean() }, closed),
  /** Upsert by id, or by clientId for one's own. */
  Type.Object({ t: Type.Literal('message'), message: VisitorMessage }, closed),
  /** The message is stored; from here on it cannot be lost. */
  Type.Object({ t: Type.Literal('ack'), clientId: ClientId }, closed),
  /** An agent types; ends by itself after 7 s. */
  Type.Object({ t: Type.Literal('typing'), on: Type.Boolean(), name: Type.String() }, closed),
  /** An agent has read what was written until then. */
  Type.Object({ t: Type.Literal('read'), at: Time }, closed),
  Type.Object({ t: Type.Literal('pong') }, closed),
  /** How the matter stands: after the thread, and whenever it changes. */
  Type.Object(
    {
      t: Type.Literal('state'),
      /** Settled: it can be rated. */
      over: Type.Boolean(),
      /** Passed on to people, none of whom has answered yet. */
      waits: Type.Boolean(),
      /** From 1 to 5. */
      rated: nullable(Type.Integer()),
      /** Where answers go while the visitor is away; only its beginning and its domain. */
      address: nullable(Type.String()),
      /** Mail can go out: an address can be left, and a transcript sent. */
      mail: Type.Boolean(),
    },
    closed,
  ),
  /** Answer to transcript: it is on its way; too many lately; no mail can go there. */
  Type.Object({ t: Type.Literal('transcript'), state: oneOf('sent', 'limited', 'off') }, closed),
  /** Answer to email: the code is on its way, whoever the address belongs to; too many lately; mail is off. */
  Type.Object({ t: Type.Literal('email'), state: oneOf('sent', 'limited', 'off') }, closed),
  /** Answer to code: whether it was right; the pass shows so for a day, to nobody but this visitor's desk. */
  Type.Object({ t: Type.Literal('code'), right: Type.Boolean(), pass: Type.Optional(Type.String()) }, closed),
  /** Answer to requests: the latest first; null where it is not proved who asks. */
  Type.Object(
    { t: Type.Literal('requests'), items: nullable(Type.Array(RequestView)), timeZone: Type.Optional(Type.String()) },
    closed,
  ),
  /** `ref` is the clientId of the refused message, where there is one. */
  Type.Object(
    {
      t: Type.Literal('error'),
      code: oneOf(
        ...(['bad-frame', 'hello-first', 'no-session', 'too-large', 'rate-limited', 'try-again'] as const),
        // Who the visitor is has to be proved and was not; or what was to prove it does not, or not any more.
        ...(['identity-needed', 'bad-identity'] as const),
      ),
      ref: Type.Union([Type.String(), Type.Null()]),
    },
    closed,
  ),
]);
export type DeskFrame = Static<typeof DeskFrame>;
export type DeskError = Extract<DeskFrame, { t: 'error' }>['code'];

/** What the widget's start page shows before anything is typed. */
export const HomeView = Type.Object(
  {
    items: Type.Array(
      Type.Object({ id: Type.String(), slug: Type.String(), locale: LanguageName, title: Type.String() }, closed),
    ),
    /** How soon people answer, or when they are back; empty where that is not known. */
    says: Type.String(),
  },
  closed,
);
/** Whose widget it is. */
export const LookView = Type.Object(
  {
    /** Of the shop; empty when it has none. */
    name: Type.String(),
    /** Path of its logo. */
    logo: nullable(Type.String()),
    languages: Type.Array(LanguageName),
    /** Style sheet with its colours; empty: the house's own. */
    theme: Type.String(),
    /** Whether customers can ask to be called. */
    callbacks: Type.Boolean(),
  },
  closed,
);
export type LookView = Static<typeof LookView>;
/** `zone`: the reader's (IANA), for the time at which somebody is back. */
export const HomeQuery = Type.Object(
  { locale: LanguageName, zone: Type.Optional(Type.String({ maxLength: 60 })) },
  closed,
);
export const Sent = Type.Object({ clientId: ClientId }, closed);
