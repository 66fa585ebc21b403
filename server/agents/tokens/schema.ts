import { Type, type Static } from 'typebox';
import { closed, nullable, Time } from '../../http/shapes.ts';

/** Shapes of access tokens. */
export const TokenView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    scopes: Type.Array(Type.String()),
    createdAt: Time,
    /** To ten minutes. */
    lastUsedAt: nullable(Time),
  },
  closed,
);
export type TokenView = Static<typeof TokenView>;
export const TokenList = Type.Object(
  {
    items: Type.Array(TokenView),
    /** All scopes that there are. */ scopes: Type.Array(Type.String()),
    next: Type.Null(),
  },
  closed,
);
export const CreateToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    scopes: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 50, uniqueItems: true }),
  },
  closed,
);
/** `token` is the text itself, answered once. */
export const NewToken = Type.Object({ ...TokenView.properties, token: Type.String() }, closed);
export const TokenParams = Type.Object({ id: Type.String({ pattern: '^[\\w-]{22}$' }) }, closed);
