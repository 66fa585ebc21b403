import type { Context } from '../../context.ts';
import { provedOrder } from '../../orders/proved.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { Followed } from '../../tickets/follow.ts';
import { checkOrder } from '../../tickets/purchase/check.ts';
import { orderProps } from '../purchase/present.ts';
import type { OrderProps } from '../purchase/schema.ts';

/**
 * The order that a request is about: what an agent or the customer has picked, or else the number that they wrote. Told
 * only to whose mailbox the link came to, and only where it was ordered with that address.
 */
export async function orderTold(
  context: Context,
  { locale, token, link: { ticket, address, proved } }: { locale: Language; token: string; link: Followed },
): Promise<OrderProps | undefined> {
  const which = ticket.order ?? ticket.fields?.['order'];
  if (!proved || !which) return undefined;
  const order = await provedOrder(context, { customer: ticket.customer, address }, which);
  return order && orderProps(locale, await checkOrder(context, order), token);
}
