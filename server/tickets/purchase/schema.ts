import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, Time } from '../../http/shapes.ts';
import { WarrantyView } from '../../orders/schema.ts';
import { TypeName } from '../schema.ts';

const Sku = Type.String({ minLength: 1, maxLength: 100 });
const Quantity = Type.Integer({ minimum: 1, maximum: 100_000 });

export const PurchaseBody = Type.Object(
  {
    /** The number of an order of the ticket's customer. */
    order: Type.String({ minLength: 1, maxLength: 100 }),
    items: Type.Array(Type.Object({ sku: Sku, quantity: Quantity }, closed), { minItems: 1, maxItems: 100 }),
  },
  closed,
);

export const PurchaseView = Type.Object(
  {
    /** Null: nobody has said what it is about. */
    order: nullable(Type.String()),
    /** YYYY-MM-DD in the time zone of the shop: when it was delivered, and until when it can be sent back. */
    deliveredOn: nullable(Type.String()),
    returnUntil: nullable(Type.String()),
    items: Type.Array(
      Type.Object(
        {
          sku: Type.String(),
          name: Type.String(),
          quantity: Type.Integer(),
          /** How many are in the order, and how many of them go back with other tickets. */
          bought: Type.Integer(),
          returned: Type.Integer(),
          /** Whether so many can be sent back, as of the day on which the ticket was opened. */
          verdict: oneOf('fits', 'excluded', 'undelivered', 'too-late', 'returned', 'too-many', 'unknown'),
          warranty: WarrantyView,
          /** Other tickets about the same product of this order, oldest first. */
          before: Type.Array(
            Type.Object(
              {
                number: Type.Integer(),
                type: TypeName,
                subject: Type.String(),
                stage: Type.String(),
                outcome: nullable(Type.String()),
                createdAt: Time,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type PurchaseView = Static<typeof PurchaseView>;
