import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { WarrantyView } from '../orders/schema.ts';

/** Shapes in and out of repairs. */
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Line = Type.String({ maxLength: 200 });
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const Text = Type.String({ maxLength: 5_000 });

export const RepairParams = Type.Object({ id: Id }, closed);
const where = {
  postcode: Type.String({ maxLength: 20 }),
  place: Type.String({ maxLength: 100 }),
  address: Line,
};
const Charge = oneOf('warranty', 'price', 'free');
/** Of a repair, in the currency that stands beside it. */
const Price = Type.Number({ minimum: 0.01, maximum: 1_000_000 });
const Currency = Type.String({ pattern: '^[A-Z]{3}$' });

export const OfferBody = Type.Object(
  {
    work: Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S' }),
    /** Minutes. */
    duration: Type.Integer({ minimum: 15, maximum: 720 }),
    charge: Charge,
    /** What the customer is to accept, for `price`. */
    price: Type.Optional(Price),
    currency: Type.Optional(Currency),
    /** Of the ticket's order; `warranty` needs one that is covered. */
    sku: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    where: Type.Optional(Type.Object(Type.Partial(Type.Object(where)).properties, closed)),
    /** Whether the customer is written to; true by default. */
    tell: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type OfferBody = Static<typeof OfferBody>;

export const BookBody = Type.Object({ point: Id, from: Time }, closed);
export const CancelBody = Type.Object({ reason: Type.Optional(Text) }, closed);
export const OutcomeBody = Type.Object(
  {
    done: Type.Boolean(),
    text: Type.String({ minLength: 1, maxLength: 5_000, pattern: '\\S' }),
    parts: Type.Optional(
      Type.Array(Type.Object({ name: Name, quantity: Type.Integer({ minimum: 1, maximum: 1_000 }) }, closed), {
        maxItems: 50,
      }),
    ),
  },
  closed,
);
export type OutcomeBody = Static<typeof OutcomeBody>;

export const SlotsQuery = Type.Object({ after: Type.Optional(Time) }, closed);
const slot = { point: Id, name: Type.String(), from: Time, to: Time };
export const SlotList = Type.Object(
  {
    items: Type.Array(Type.Object(slot, closed)),
    /** Where later ones begin; null where there are none. */
    next: nullable(Time),
    /** Why there are none: nobody serves that place. */
    reason: nullable(oneOf('no-points', 'region')),
  },
  closed,
);
export type SlotList = Static<typeof SlotList>;

export const RepairView = Type.Object(
  {
    id: Id,
    ticket: Type.Integer(),
    subject: Type.String(),
    customer: Type.String(),
    state: oneOf('offered', 'booked', 'moved', 'done', 'not-done', 'cancelled'),
    work: Type.String(),
    duration: Type.Integer(),
    charge: Charge,
    price: nullable(Type.Number()),
    currency: nullable(Type.String()),
    /** When the customer accepted the price. */
    acceptedAt: nullable(Time),
    item: nullable(Type.Object({ sku: Type.String(), name: Type.String(), warranty: WarrantyView }, closed)),
    where: Type.Object(where, closed),
    /** Where a time is held: by whom, and in which zone. */
    slot: nullable(Type.Object({ ...slot, timeZone: Type.String(), visits: Type.Boolean() }, closed)),
    result: nullable(
      Type.Object(
        {
          text: Type.String(),
          parts: Type.Array(Type.Object({ name: Type.String(), quantity: Type.Integer() }, closed)),
        },
        closed,
      ),
    ),
    tell: Type.Boolean(),
    createdAt: Time,
    changedAt: Time,
  },
  closed,
);
export type RepairView = Static<typeof RepairView>;
export const RepairList = Type.Object({ items: Type.Array(RepairView), next: Type.Null() }, closed);
export const DayQuery = Type.Object({ day: Type.Optional(Day), point: Type.Optional(Id) }, closed);
/** What there is to do on a day of the desk's. */
export const DayList = Type.Object({ day: Day, timeZone: Type.String(), items: Type.Array(RepairView) }, closed);
export type DayList = Static<typeof DayList>;
