import { Type, type Static } from 'typebox';
import { closed, Id, nullable } from '../http/shapes.ts';

export const TelephoneView = Type.Object(
  {
    /** ISO 3166, two letters: of which country numbers without a prefix are. Null: such numbers are not taken. */
    country: nullable(Type.String({ pattern: '^[A-Z]{2}$' })),
    /** Whether customers can ask to be called. */
    callbacks: Type.Boolean(),
    /** In whose hours, and by which team customers are called; null: in the desk's, and by whom the rules say. */
    team: nullable(Id),
    /** Length of a slot, in minutes. */
    minutes: Type.Integer({ minimum: 5, maximum: 240 }),
    /** How many customers can have the same slot. */
    capacity: Type.Integer({ minimum: 1, maximum: 50 }),
    /** How many days ahead a slot can be taken. */
    days: Type.Integer({ minimum: 1, maximum: 60 }),
    /** How many minutes before its beginning at the latest. */
    notice: Type.Integer({ minimum: 0, maximum: 7 * 24 * 60 }),
    /** Minutes until the second and until the third try. */
    pauses: Type.Array(Type.Integer({ minimum: 1, maximum: 7 * 24 * 60 }), { minItems: 2, maxItems: 2 }),
  },
  closed,
);
export type TelephoneView = Static<typeof TelephoneView>;

/** What is not named stays. */
export const TelephoneBody = Type.Partial(TelephoneView, closed);
