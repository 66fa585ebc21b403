import type { Types } from 'mongoose';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callsOf } from '../calls/list.ts';
import { presentCalls } from '../calls/present.ts';
import { CallView } from '../calls/schema.ts';
import type { Context } from '../context.ts';
import { CustomerParams } from '../customers/schema.ts';
import { personOf } from '../customers/person.ts';
import { typed } from '../http/route.ts';
import { closed } from '../http/shapes.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { presentMessages, presentTickets } from '../tickets/present.ts';
import { MessageView, TicketView } from '../tickets/schema.ts';
import { opened } from '../vault/sealed.ts';

const Timeline = Type.Object(
  { tickets: Type.Array(TicketView), items: Type.Array(MessageView), calls: Type.Array(CallView) },
  closed,
);
const TICKETS = 50;
const MESSAGES = 200;

/** One view of a customer over all channels: the latest 50 tickets, 200 messages and 100 calls, newest first. */
export function timelineRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/customers/:id/timeline',
    { config: { policy: 'customers.read' }, schema: { params: CustomerParams, response: { 200: Timeline } } },
    async (request) => {
      const { records } = await personOf(context, request.params.id);
      return await timelineOf(
        context,
        records.map(({ _id }) => _id),
      );
    },
  );
}

async function timelineOf(context: Context, customers: Types.ObjectId[]) {
  const docs = await Tickets(context)
    .find({ customer: { $in: customers } })
    .sort({ activityAt: -1, _id: -1 })
    .limit(TICKETS)
    .lean<TicketDoc[]>();
  const tickets = docs.map((doc) => opened(context, Tickets, doc));
  const items = [];
  for (const ticket of tickets) {
    const messages = await Messages(context)
      .find({ ticket: ticket._id, direction: { $in: ['in', 'out'] } })
      .sort({ n: -1 })
      .limit(MESSAGES)
      .lean<MessageDoc[]>();
    const thread = messages.map((doc) => opened(context, Messages, doc));
    items.push(...(await presentMessages(context, ticket, thread)));
    if (items.length >= MESSAGES) break;
  }
  items.sort((a, b) => (a.at < b.at ? 1 : -1));
  return {
    tickets: await presentTickets(context, tickets),
    items: items.slice(0, MESSAGES),
    calls: await presentCalls(context, await callsOf(context, customers)),
  };
}
