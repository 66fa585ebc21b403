import type { Types } from 'mongoose';
import type { Context } from '../../server/context.ts';
import { hasProof, provedOrder, type Asker } from '../../server/orders/proved.ts';
import { checkOrder } from '../../server/tickets/purchase/check.ts';
import { factsOfOrder, warrantyLine, backLines } from '../../server/tickets/purchase/words.ts';
import { ownTicket } from '../../server/tickets/own.ts';
import { stageOf } from '../../server/tickets/steps/machine.ts';
import type { OrderDesk } from './dialogues/purchase.ts';

/** What the customer who writes (their record) may know of orders and requests, as far as they have proved who they are. */
export function orderDesk(context: Context, customer: Types.ObjectId): OrderDesk {
  const asker: Asker = { customer };
  return {
    proved: () => hasProof(context, asker),
    async order(number, language) {
      const found = await provedOrder(context, asker, number);
      if (!found) return undefined;
      const order = await checkOrder(context, found);
      return {
        number: order.number,
        facts: factsOfOrder(language, order),
        track: order.trackingUrl ?? '',
        items: order.items.map((item) => ({
          ...{ sku: item.sku, name: item.name, bought: item.bought },
          back: backLines(language, order, item)
            .map(({ text }) => text)
            .join(' '),
          warranty: warrantyLine(language, item)?.text ?? '',
        })),
      };
    },
    async request(number) {
      const ticket = (await hasProof(context, asker)) ? await ownTicket(context, customer, number) : undefined;
      return ticket && { number: ticket.number, type: ticket.type, stage: stageOf(ticket).name };
    },
  };
}
