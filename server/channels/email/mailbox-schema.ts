import { Type, type Static } from 'typebox';
import { closed, oneOf } from '../../http/shapes.ts';
import { CAUSES } from '../cause.ts';

/**
 * tls: from the first byte; starttls: upgraded when offered; insecure: starttls without checking the certificate; none:
 * never encrypted.
 */
const Security = oneOf('tls', 'starttls', 'insecure', 'none');

const Server = {
  host: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\s/@?#]+$' }),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  security: Security,
  user: Type.String({ maxLength: 320 }),
};

const ServerBody = Type.Object(
  {
    ...Server,
    /** Left out: the one that is kept already. */
    password: Type.Optional(Type.String({ maxLength: 1000 })),
    folder: Type.Optional(Type.String({ maxLength: 200, description: 'Of IMAP; INBOX by default.' })),
  },
  closed,
);
export type ServerBody = Static<typeof ServerBody>;

export const MailboxBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'Name of the sender.' }),
    address: Type.String({ maxLength: 320, pattern: '^[^\\s@<>]+@[^\\s@<>]+$' }),
    enabled: Type.Boolean({ default: true }),
    imap: Type.Optional(ServerBody),
    smtp: Type.Optional(ServerBody),
    door: Type.Boolean({ default: false, description: 'Takes mail to this address at the SMTP door.' }),
    since: Type.String({
      default: 'now',
      pattern: '^(now|all|\\d{4}-\\d{2}-\\d{2})$',
      description:
        'Where the first connection starts. Mails since a date are open tickets, all of them are solved ones; nobody is told of either, and nothing answers them.',
    }),
    moveTo: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Folder to which mails go once they are kept; left out: they stay. Nothing is ever deleted.',
      }),
    ),
  },
  closed,
);
export type MailboxBody = Static<typeof MailboxBody>;

const ServerView = Type.Object({ ...Server, folder: Type.Optional(Type.String()) }, closed);
export type ServerView = Static<typeof ServerView>;

/** A mailbox without its passwords. */
export const MailboxView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    address: Type.String(),
    enabled: Type.Boolean(),
    /** Made by the environment: shown, not changed here. */
    locked: Type.Boolean(),
    /** Connected to that provider: no password is kept. */
    oauth: Type.Optional(oneOf('google', 'microsoft')),
    imap: Type.Optional(ServerView),
    smtp: Type.Optional(ServerView),
    door: Type.Boolean(),
    since: Type.String(),
    moveTo: Type.Optional(Type.String()),
  },
  closed,
);
export type MailboxView = Static<typeof MailboxView>;

export const MailboxList = Type.Object({ items: Type.Array(MailboxView), next: Type.Null() }, closed);
export const MailboxParams = Type.Object({ id: Type.String({ maxLength: 24 }) }, closed);

const Probe = Type.Object(
  {
    ok: Type.Boolean(),
    /** What is wrong, in a word that the inbox translates. */
    problem: Type.Optional(oneOf(...CAUSES)),
    /** What the server said. */
    detail: Type.Optional(Type.String()),
  },
  closed,
);

/** The result of a connection test. */
export const ProbeView = Type.Object(
  {
    imap: Type.Optional(Probe),
    smtp: Type.Optional(Probe),
    /** Mails in the folder, and how many of them the first connection would take over, as `since` says. */
    mails: Type.Optional(Type.Object({ all: Type.Integer(), taken: Type.Integer() }, closed)),
  },
  closed,
);
export type ProbeView = Static<typeof ProbeView>;
export type Probe = Static<typeof Probe>;
