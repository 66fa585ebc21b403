import { Type, type Static } from 'typebox';
import { closed } from '../http/shapes.ts';

export const DeskView = Type.Object(
  {
    /** IANA name: in which zone the desk's days begin and end. */
    timeZone: Type.String({ maxLength: 60 }),
  },
  closed,
);
export type DeskView = Static<typeof DeskView>;

export const DeskBody = Type.Partial(DeskView, closed);
