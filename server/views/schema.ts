import { Type, type Static } from 'typebox';
import { closed, Id, nullable } from '../http/shapes.ts';
import { CountQuery } from '../tickets/list-schema.ts';

/** Which tickets: what `GET /api/v1/tickets` takes. `me` is whoever looks. */
export const ViewQuery = CountQuery;
export type ViewQuery = Static<typeof ViewQuery>;

export const ViewBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    query: ViewQuery,
    /** Whose members have it too; null or left out: the owner alone. */
    team: Type.Optional(nullable(Id)),
  },
  closed,
);
export type ViewBody = Static<typeof ViewBody>;

export const ViewParams = Type.Object({ id: Id }, closed);

export const SavedView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    query: ViewQuery,
    team: nullable(Id),
    owner: Id,
    /** Whether who asks may change it. */
    changeable: Type.Boolean(),
    /** Tickets in it, 1000 at most; null where it is not counted: a search, or what takes too long. */
    count: nullable(Type.Integer()),
  },
  closed,
);
export type SavedView = Static<typeof SavedView>;

export const SavedViewList = Type.Object({ items: Type.Array(SavedView), next: nullable(Type.String()) }, closed);
