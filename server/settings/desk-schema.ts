import { Type, type Static } from 'typebox';
import { closed } from '../http/shapes.ts';

export const DeskView = Type.Object(
  {
    /** IANA name: in which zone the desk's days begin and end. */
    timeZone: Type.String({ maxLength: 60 }),
    /** Minutes after which a customer who waits has waited too long: what the view `overdue` holds. */
    answerWithin: Type.Integer({ minimum: 1, maximum: 60 * 24 * 60 }),
  },
  closed,
);
export type DeskView = Static<typeof DeskView>;

export const DeskBody = Type.Partial(DeskView, closed);
