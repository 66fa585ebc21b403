import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { customerByEmail } from '../../customers/find.ts';
import { provedOrder, provedOrders, type Asker } from '../../orders/proved.ts';
import { followed } from '../../tickets/follow.ts';
import { checkOrder, type CheckedOrder } from '../../tickets/purchase/check.ts';
import { listedAddress } from '../own/session.ts';

/** Who fills in a form, once they have proved an address: by a code on this device, or by their own page's link. */
export interface Proof {
  address: string;
  /** Secret part of that page's link; empty where a code was entered. */
  own: string;
  /** Undefined where nobody is known under the address. */
  asker: Asker | undefined;
}

/** What somebody has proved; undefined: nothing. `own`: the secret part of their own page's link, if they come from there. */
export async function proofOf(context: Context, ask: FastifyRequest, own = ''): Promise<Proof | undefined> {
  const link = own ? await followed(context, own) : undefined;
  if (link?.proved) {
    const { address, ticket } = link;
    return { address, own, asker: { customer: ticket.customer, address } };
  }
  const address = listedAddress(context, ask);
  return address ? { address, own: '', asker: await askerOf(context, address) } : undefined;
}

/** Who is known under an address that was proved just now. */
export async function askerOf(context: Context, address: string): Promise<Asker | undefined> {
  const customer = await customerByEmail(context, address);
  return customer && { customer: customer._id, address };
}

/** The order with this number, checked; undefined for one that there is not, and likewise for somebody else's. */
export async function orderFor(
  context: Context,
  asker: Asker | undefined,
  number: string,
): Promise<CheckedOrder | undefined> {
  const order = asker && number ? await provedOrder(context, asker, number) : undefined;
  return order && (await checkOrder(context, order));
}

/** Their orders, checked, the latest first. */
export async function ordersFor(context: Context, asker: Asker | undefined): Promise<CheckedOrder[]> {
  const orders = asker ? await provedOrders(context, asker) : [];
  return await Promise.all(orders.map((order) => checkOrder(context, order)));
}
