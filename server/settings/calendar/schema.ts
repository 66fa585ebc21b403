import { Type, type Static } from 'typebox';
import { closed, nullable } from '../../http/shapes.ts';

const Clock = '([01]\\d|2[0-3]):[0-5]\\d';
/** On a day of the week (1 Monday to 7 Sunday), as the zone's clocks show them. */
export const StretchShape = Type.Object(
  {
    day: Type.Integer({ minimum: 1, maximum: 7 }),
    from: Type.String({ pattern: `^${Clock}$` }),
    /** 24:00 is the end of the day. */
    to: Type.String({ pattern: `^(${Clock}|24:00)$` }),
  },
  closed,
);
const HolidayShape = Type.Object(
  { date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), name: Type.String({ maxLength: 100 }) },
  closed,
);
export const HoursShape = Type.Array(StretchShape, { maxItems: 70 });
const Holidays = Type.Array(HolidayShape, { maxItems: 400 });
export const Zone = Type.String({ maxLength: 60 });

/** What is absent stays; null takes back what was said. */
export const CalendarBody = Type.Object(
  {
    /** IANA name. */
    timeZone: Type.Optional(nullable(Zone)),
    hours: Type.Optional(nullable(HoursShape)),
    holidays: Type.Optional(nullable(Holidays)),
  },
  closed,
);
export type CalendarBody = Static<typeof CalendarBody>;

/** When the desk or a team is there, and what of it was said of it: the rest is the desk's. */
export const CalendarView = Type.Object(
  {
    /** `desk` or the team's id. */
    id: Type.String(),
    /** The team's; null for the desk. */
    name: nullable(Type.String()),
    timeZone: Type.String(),
    hours: Type.Array(StretchShape),
    holidays: Type.Array(HolidayShape),
    own: Type.Object({ timeZone: Type.Boolean(), hours: Type.Boolean(), holidays: Type.Boolean() }, closed),
  },
  closed,
);
export type CalendarView = Static<typeof CalendarView>;
export const CalendarList = Type.Object({ items: Type.Array(CalendarView), next: Type.Null() }, closed);
export const CalendarParams = Type.Object({ id: Type.String({ pattern: '^(desk|[0-9a-f]{24})$' }) }, closed);
