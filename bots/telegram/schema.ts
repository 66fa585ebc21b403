import { Type, type Static } from 'typebox';
import { CAUSES } from '../../server/channels/cause.ts';
import { closed, oneOf } from '../../server/http/shapes.ts';

export const BotBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'What it is called here.' }),
    token: Type.Optional(
      Type.String({
        pattern: '^\\d{1,20}:[\\w-]{20,200}$',
        description: 'As BotFather gives it; left out: the one that is kept already.',
      }),
    ),
    enabled: Type.Boolean({ default: true }),
  },
  closed,
);
export type BotBody = Static<typeof BotBody>;

/** A bot without its token. */
export const BotView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    /** Its id at Telegram. */
    bot: Type.String(),
    /** Its name there, without @, once Telegram has told it. */
    username: Type.Optional(Type.String()),
    enabled: Type.Boolean(),
    /** Made by the environment: shown, not changed here. */
    locked: Type.Boolean(),
  },
  closed,
);
export type BotView = Static<typeof BotView>;

export const BotList = Type.Object({ items: Type.Array(BotView), next: Type.Null() }, closed);
export const BotParams = Type.Object({ id: Type.String({ maxLength: 24 }) }, closed);
export const TokenBody = Type.Object({ token: Type.String({ pattern: '^\\d{1,20}:[\\w-]{20,200}$' }) }, closed);

/** The result of a connection test. */
export const BotProbe = Type.Object(
  {
    ok: Type.Boolean(),
    username: Type.Optional(Type.String()),
    /** What is wrong, in a word that the inbox translates. */
    problem: Type.Optional(oneOf(...CAUSES)),
    /** What Telegram said. */
    detail: Type.Optional(Type.String()),
  },
  closed,
);
export type BotProbe = Static<typeof BotProbe>;
