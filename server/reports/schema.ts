import { Type, type Static } from 'typebox';
import { closed, Id, nullable, Time } from '../http/shapes.ts';
import { DeskView } from '../settings/desk-schema.ts';
import { TypeName } from '../tickets/schema.ts';

/** How many tickets there are; each is the count of the list that stands with it. */
const open = Type.Integer();
const solved = Type.Integer();

/**
 * How the desk stands now and what was done today. Each number is the count of a list of `GET /api/v1/tickets`, which
 * says what it means; what is narrower goes on with `assignee=`, `type=` or `channel=`.
 */
export const TodayView = Type.Object(
  {
    /** When it was counted. */
    at: Time,
    /** Today: its date in the desk's time zone, and where it begins and ends. */
    day: Type.Object({ date: Type.String({ format: 'date' }), from: Time, to: Time }, closed),
    desk: DeskView,
    /** `view=waiting`: new or open, and its customer has had no answer since `waitingSince`. */
    waiting: Type.Integer(),
    /** `view=overdue`: whose deadline has passed. */
    overdue: Type.Integer(),
    /** Of these, who has waited longest; null when nobody waits. */
    longest: nullable(Type.Object({ number: Type.Integer(), since: Time }, closed)),
    /** `view=active`: new or open, whoever has it. */
    open,
    /** `solved=today`: solved or closed today and not opened again since; no spam, and not merged into another. */
    solved,
    /** `replied=today`: tickets that an agent answered for the first time today, and how long they waited for it. */
    firstReply: Type.Object(
      {
        count: Type.Integer(),
        /** Seconds from the ticket's beginning to that answer, by the clock: half of them waited no longer. */
        median: nullable(Type.Integer()),
        /** Nine of ten waited no longer. */
        p90: nullable(Type.Integer()),
      },
      closed,
    ),
    /** Who has the tickets: agents who work here or have solved something today; null is nobody (`assignee=none`). */
    agents: Type.Array(
      Type.Object({ agent: nullable(Type.Object({ id: Id, name: Type.String() }, closed)), open, solved }, closed),
    ),
    types: Type.Array(Type.Object({ type: TypeName, open, solved }, closed)),
    /** Channels that have some. */
    channels: Type.Array(Type.Object({ channel: Type.String(), open, solved }, closed)),
  },
  closed,
);
export type TodayView = Static<typeof TodayView>;
