import { Type, type Static } from 'typebox';
import { closed, nullable } from '../../../http/shapes.ts';

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const OpenDay = Type.Object({ from: Clock, to: Clock }, closed);

export const HoursBody = Type.Object(
  {
    /** Monday first; null on days when nobody is there. Null: nothing is said of it. */
    week: nullable(Type.Array(nullable(OpenDay), { minItems: 7, maxItems: 7 })),
  },
  closed,
);
export const HoursView = Type.Object(
  {
    ...HoursBody.properties,
    /** IANA name: the desk's. */
    timeZone: Type.String(),
  },
  closed,
);
export type HoursView = Static<typeof HoursView>;
