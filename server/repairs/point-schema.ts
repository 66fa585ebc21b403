import { Type, type Static } from 'typebox';
import { closed, Id } from '../http/shapes.ts';

/** Shapes in and out of service points. */
const Clock = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Line = Type.String({ maxLength: 200 });
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

const shift = {
  /** 1 Monday to 7 Sunday. */
  day: Type.Integer({ minimum: 1, maximum: 7 }),
  from: Clock,
  to: Clock,
  /** How many repairs at the same time. */
  capacity: Type.Integer({ minimum: 1, maximum: 100 }),
};
const off = { date: Day, name: Line };
const point = {
  name: Name,
  /** True: a technician who comes to the customer. */
  visits: Type.Boolean(),
  hours: Type.Array(Type.Object(shift, closed), { minItems: 1, maxItems: 50 }),
};
const rest = {
  address: Line,
  daysOff: Type.Array(Type.Object(off, closed), { maxItems: 200 }),
  /** Beginnings of postcodes, and names of places; everywhere when there are none. */
  regions: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 500 }),
  noticeHours: Type.Integer({ minimum: 0, maximum: 720 }),
  aheadDays: Type.Integer({ minimum: 1, maximum: 120 }),
  active: Type.Boolean(),
  /** IANA; the desk's own by default. It cannot be changed later. */
  timeZone: Type.String({ maxLength: 60 }),
};

/** POST adds one, PUT replaces one. */
export const PointBody = Type.Object({ ...point, ...Type.Partial(Type.Object(rest)).properties }, closed);
export type PointBody = Static<typeof PointBody>;
export const PointView = Type.Object({ id: Id, ...point, ...rest }, closed);
export type PointView = Static<typeof PointView>;
export const PointList = Type.Object({ items: Type.Array(PointView), next: Type.Null() }, closed);
