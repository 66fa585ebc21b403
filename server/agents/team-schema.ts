import { Type, type Static } from 'typebox';
import { closed, Id, nullable } from '../http/shapes.ts';
import { Name } from './schema.ts';

/** Shapes in and out of teams. */
/** Where to what waits for longer may go, when that team has room. */
const Overflow = Type.Object({ team: Id, minutes: Type.Integer({ minimum: 1, maximum: 10_080 }) }, closed);
const ReturnMinutes = Type.Integer({ minimum: 1, maximum: 10_080 });
export const TeamView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    /** IANA zone: of the team's calendar. */
    timeZone: Type.String(),
    overflow: nullable(Overflow),
    /** Minutes after which unanswered mail leaves an agent who is not online; null: never. */
    returnMinutes: nullable(Type.Integer()),
  },
  closed,
);
export type TeamView = Static<typeof TeamView>;
export const TeamList = Type.Object({ items: Type.Array(TeamView), next: Type.Null() }, closed);
export const CreateTeam = Type.Object(
  {
    name: Name,
    /** IANA zone of the team's calendar; the desk's when absent. */
    timeZone: Type.Optional(Type.String({ maxLength: 60 })),
    /** Agents to put into it. */
    agents: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true })),
    overflow: Type.Optional(nullable(Overflow)),
    returnMinutes: Type.Optional(nullable(ReturnMinutes)),
  },
  closed,
);
export type CreateTeam = Static<typeof CreateTeam>;
/** `agents`, when given, are all members from then on. */
export const ChangeTeam = Type.Partial(CreateTeam, closed);
export type ChangeTeam = Static<typeof ChangeTeam>;
