import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { announce, type Announcement } from './announce.ts';
import { WebhookCalls } from './model.ts';
import { isWanted } from './subscriptions.ts';

type TicketFacts = Pick<TicketDoc, '_id' | 'number' | 'customer' | 'origin' | 'status' | 'solvedAt'>;
type MessageFacts = Pick<MessageDoc, '_id' | 'direction' | 'intake' | 'delivery'>;

/** What happens in the house as other systems hear of it. `wake` is called when something new is to be sent. */
export function createWebhooks(context: Context, wake: () => void) {
  const tell = async (events: Announcement[]): Promise<void> => {
    if ((await announce(context, events)) > 0) wake();
  };
  return {
    async onMessage({ ticket: id, message }: EventMap['message.received']): Promise<void> {
      if (!(await isWanted(context, ['ticket.created', 'message.received']))) return;
      const [ticket, facts] = await Promise.all([ticketFacts(context, id), messageFacts(context, message)]);
      if (ticket && facts) await tell([...createdEvent(ticket, facts), ...messageEvents(ticket, facts)]);
    },
    async onTicket({ ticket: id, fields }: EventMap['ticket.changed']): Promise<void> {
      if (!(await isWanted(context, ['ticket.updated', 'ticket.solved']))) return;
      const ticket = await ticketFacts(context, id);
      if (!ticket) return;
      await tell([updatedEvent(ticket, fields), ...(fields.includes('status') ? solvedEvent(ticket) : [])]);
    },
    async onDelivery({ ticket: id, message }: EventMap['delivery.changed']): Promise<void> {
      if (!(await isWanted(context, ['message.sent', 'message.failed']))) return;
      const [ticket, facts] = await Promise.all([ticketFacts(context, id), messageFacts(context, message)]);
      if (ticket && facts) await tell(messageEvents(ticket, facts));
    },
    async onAutomation({ ticket: id, rule, run }: EventMap['automation.ran']): Promise<void> {
      const ticket = await ticketFacts(context, id);
      if (ticket) await tell([{ type: 'automation.ran', data: { ...dataOf(ticket), rule }, same: run }]);
    },
    async onCustomer({ customer }: EventMap['customer.changed']): Promise<void> {
      await tell([{ type: 'customer.updated', data: { customer } }]);
    },
    /** The log forgets them, sent or not; the one call that says so is the last that names them. */
    async onErased({ customer }: EventMap['customer.erased']): Promise<void> {
      await WebhookCalls(context).deleteMany({ 'data.customer': customer, type: { $ne: 'customer.erased' } });
      await tell([{ type: 'customer.erased', data: { customer }, same: customer }]);
    },
  };
}

const dataOf = (ticket: TicketFacts) => ({
  ticket: String(ticket._id),
  number: ticket.number,
  customer: String(ticket.customer),
});

/** That a ticket was opened, told by the message that opened it. */
export function createdEvent(ticket: TicketFacts, message: MessageFacts): Announcement[] {
  if (message.intake !== ticket.origin) return [];
  return [{ type: 'ticket.created', data: dataOf(ticket), same: String(ticket._id) }];
}

/** What a message tells by its state. */
export function messageEvents(ticket: TicketFacts, { _id, direction, delivery }: MessageFacts): Announcement[] {
  const data = { ...dataOf(ticket), message: String(_id) };
  if (direction === 'in') return [{ type: 'message.received', data, same: String(_id) }];
  // Sent again after a failure, it fails or succeeds anew.
  const same = `${String(_id)}/${delivery?.dueAt.getTime()}`;
  if (delivery?.state === 'sent') return [{ type: 'message.sent', data, same }];
  return delivery?.state === 'failed' ? [{ type: 'message.failed', data, same }] : [];
}

/** Each change is one of its own. */
export const updatedEvent = (ticket: TicketFacts, changed: string[]): Announcement => ({
  type: 'ticket.updated',
  data: { ...dataOf(ticket), changed },
});

/** Solved once more after it was reopened is another event. */
export function solvedEvent(ticket: TicketFacts): Announcement[] {
  if (ticket.status !== 'solved' || !ticket.solvedAt) return [];
  const same = `${String(ticket._id)}/${ticket.solvedAt.getTime()}`;
  return [{ type: 'ticket.solved', data: dataOf(ticket), same }];
}

export const TICKET_FACTS = { number: 1, customer: 1, origin: 1, status: 1, solvedAt: 1 } as const;
export const MESSAGE_FACTS = { direction: 1, intake: 1, delivery: 1 } as const;

const ticketFacts = (context: Context, id: string): Promise<TicketFacts | null> =>
  Tickets(context).findById(new Types.ObjectId(id), TICKET_FACTS).lean<TicketFacts>();
const messageFacts = (context: Context, id: string): Promise<MessageFacts | null> =>
  Messages(context).findById(new Types.ObjectId(id), MESSAGE_FACTS).lean<MessageFacts>();
