import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import type { EventMap } from '../../events.ts';
import { startLoop, type Loop } from '../../loop.ts';
import { Tickets } from '../model.ts';
import { Feed } from './feed.ts';
import { forgetTickets } from './forget.ts';
import { dropFromTail } from './tail.ts';

/** What is found is at most a few seconds behind what happened. */
const EVERY_MS = 2_000;
/** What a ticket is found by besides its messages: names of TicketView's fields. */
const SEARCHED = new Set(['subject', 'fields', 'language', 'customer', 'messages', 'number']);

export interface TicketSearch extends Loop {
  onReceived(event: EventMap['history.received']): void;
  onSaved(event: EventMap['message.saved']): void;
  onChanged(event: EventMap['message.changed']): Promise<void>;
  onGone(event: EventMap['message.gone']): Promise<void>;
  onTicket(event: EventMap['ticket.changed']): void;
  onCustomer(event: EventMap['customer.changed']): Promise<void>;
}

/** Marks tickets when something happens to them, and packs what is marked every two seconds. */
export function startTicketSearch(context: Context): TicketSearch {
  const feed = Feed.of(context);
  const loop = startLoop(context, {
    name: 'ticket-search',
    everyMs: EVERY_MS,
    // Every process hands on what it has marked; only one packs it.
    lease: false,
    async run() {
      if (await feed.round()) loop.wake();
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await feed
        .round()
        .catch((err: unknown) => context.log.warn({ err }, 'the next start reads the last tickets again'));
    },
    onReceived: ({ ticket, message }) => feed.mark(ticket, message),
    onSaved({ ticket, message, direction }) {
      if (direction !== 'event') feed.mark(ticket, message);
    },
    // Words can be added to what is known of a ticket, but not taken from it.
    onGone: ({ ticket }) => forgetTickets(context, [new Types.ObjectId(ticket)]),
    async onChanged({ ticket, message }) {
      await forgetTickets(context, [new Types.ObjectId(ticket)]);
      feed.mark(ticket, message);
    },
    onTicket({ ticket, fields }) {
      if (fields.includes('erased')) dropFromTail(context, [new Types.ObjectId(ticket)]);
      if (fields.some((field) => SEARCHED.has(field))) feed.mark(ticket);
    },
    async onCustomer({ customer }) {
      const theirs = Tickets(context).find({ customer: new Types.ObjectId(customer) }, { _id: 1 });
      for await (const { _id } of theirs.lean().cursor()) feed.mark(String(_id));
    },
  };
}
