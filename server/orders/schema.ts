import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';

/** A moment (ISO 8601 with its distance from UTC), or a day of the shop's calendar. */
const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}([Tt ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?([Zz]|[+-]\\d{2}:?\\d{2}))?$',
  maxLength: 40,
  description: 'ISO 8601: a moment with its distance from UTC, or a day (YYYY-MM-DD) in the time zone of the shop',
});

const facts = {
  sku: Type.String({ minLength: 1, maxLength: 100 }),
  name: Type.String({ minLength: 1, maxLength: 300 }),
  quantity: Type.Integer({ minimum: 1, maximum: 100_000 }),
};
/** Of one piece, in the order's currency. */
const Price = Type.Number({ minimum: 0, maximum: 1_000_000_000 });
const Serial = Type.String({ maxLength: 100 });
/** Absent: what holds in the shop. */
const WarrantyMonths = Type.Integer({ minimum: 0, maximum: 600 });

const Carrier = Type.String({ maxLength: 100 });
const TrackingUrl = Type.String({ pattern: '^https?://[^\\s<>"]+$', maxLength: 1000 });

export const OrderBody = Type.Object(
  {
    /** Of the customer who placed it. */
    email: Type.String({ format: 'email', maxLength: 320 }),
    /** What to call the customer, where nobody knows yet. */
    name: Type.Optional(Type.String({ maxLength: 200 })),
    placedAt: Moment,
    shippedAt: Type.Optional(nullable(Moment)),
    carrier: Type.Optional(nullable(Carrier)),
    /** Where the carrier tells how far it is. */
    trackingUrl: Type.Optional(nullable(TrackingUrl)),
    deliveredAt: Type.Optional(nullable(Moment)),
    currency: Type.Optional(nullable(Type.String({ pattern: '^[A-Z]{3}$' }))),
    items: Type.Array(
      Type.Object(
        {
          ...facts,
          price: Type.Optional(nullable(Price)),
          serial: Type.Optional(nullable(Serial)),
          warrantyMonths: Type.Optional(nullable(WarrantyMonths)),
          /** False: it cannot be sent back, whatever the shop's rule. */
          returnable: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  closed,
);
export type OrderBody = Static<typeof OrderBody>;

export const OrderParams = Type.Object({ number: Type.String({ minLength: 1, maxLength: 100 }) }, closed);

export const WarrantyView = Type.Object(
  {
    /**
     * `unknown`: nobody has said how long; `none`: there is none; `undelivered`: it begins with the delivery; `covered`
     * until the end of the day `until`, then `ended`.
     */
    state: oneOf('unknown', 'none', 'undelivered', 'covered', 'ended'),
    /** YYYY-MM-DD in the time zone of the shop. */
    until: nullable(Type.String()),
  },
  closed,
);

export const OrderView = Type.Object(
  {
    number: Type.String(),
    customer: Id,
    /** How far it is: nothing has left the shop yet, it is on its way, it has arrived. */
    state: oneOf('placed', 'shipped', 'delivered'),
    placedAt: Time,
    shippedAt: nullable(Time),
    deliveredAt: nullable(Time),
    /** The same as days (YYYY-MM-DD) in the time zone of the shop, as people are told them. */
    placedOn: Type.String(),
    shippedOn: nullable(Type.String()),
    deliveredOn: nullable(Type.String()),
    carrier: nullable(Type.String()),
    trackingUrl: nullable(Type.String()),
    currency: nullable(Type.String()),
    items: Type.Array(
      Type.Object(
        {
          ...facts,
          price: nullable(Price),
          serial: nullable(Serial),
          warrantyMonths: nullable(WarrantyMonths),
          returnable: Type.Boolean(),
          warranty: WarrantyView,
        },
        closed,
      ),
    ),
    /** Names of members that are empty because what is stored of them was damaged. */
    damaged: Type.Optional(Type.Array(Type.String())),
  },
  closed,
);
export type OrderView = Static<typeof OrderView>;

export const OrderList = Type.Object({ items: Type.Array(OrderView), next: nullable(Type.String()) }, closed);
export type OrderList = Static<typeof OrderList>;
export const OrdersQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  },
  closed,
);
