import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf } from '../http/shapes.ts';
import { StatusName, TypeName } from './schema.ts';

/** Lists that have a name. What is in each stands in list-filter.ts. */
export const ViewName = oneOf(
  'all',
  'unassigned',
  'active',
  'waiting',
  'overdue',
  'mine',
  'mentions',
  'drafts',
  'new',
  'open',
  'pending',
  'snoozed',
  'solved',
  'closed',
  'spam',
);

export const ListQuery = Type.Object(
  {
    view: Type.Optional(ViewName),
    status: Type.Optional(StatusName),
    type: Type.Optional(TypeName),
    channel: Type.Optional(Type.String({ maxLength: 40 })),
    assignee: Type.Optional(Type.String({ pattern: '^([0-9a-f]{24}|me|none)$' })),
    team: Type.Optional(Id),
    tag: Type.Optional(Type.String({ maxLength: 100 })),
    customer: Type.Optional(Id),
    /** `due`: what has a deadline that runs, the nearest first; the view `overdue` is always so. */
    sort: Type.Optional(oneOf('activity', 'due')),
    /** Solved today and not reopened since; today by the desk's time zone. */
    solved: Type.Optional(oneOf('today')),
    /** Answered by an agent for the first time today. */
    replied: Type.Optional(oneOf('today')),
    /** Words, beginnings of words, a number, an address; `"as it stands"`, `from:`, `file:`. */
    q: Type.Optional(Type.String({ maxLength: 300 })),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);
export type ListQuery = Static<typeof ListQuery>;

const { after: _after, limit: _limit, ...asked } = ListQuery.properties;
/** Which tickets, without a page of them. */
export const CountQuery = Type.Object(asked, closed);

/** Tickets of a list; null where it is a search, or counting would take too long. */
export const CountView = Type.Object({ count: nullable(Type.Integer()) }, closed);
export const CountsView = Type.Record(Type.String(), Type.Integer());
