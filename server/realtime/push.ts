import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { createAppender } from './append.ts';
import { Tickets } from '../tickets/model.ts';
import { createFeed } from './feed.ts';
import { Hub, type HubParts } from './hub.ts';
import type { EventDoc } from './model.ts';

/** Of a customer who has changed so many of the latest tickets are shown anew at once. */
const TICKETS = 20;

/** The agents' real time: reactions that append to the sequence, and the hub that sends what was appended. */
export interface Realtime {
  readonly hub: Hub;
  /** `message.received`, `message.saved` and `delivery.changed`. */
  pushMessage(payload: { ticket: string; message: string }): Promise<void>;
  /** `ticket.changed` */
  pushTicket(payload: EventMap['ticket.changed']): Promise<void>;
  /** `ticket.read` */
  pushRead(payload: EventMap['ticket.read']): Promise<void>;
  /** `ticket.typing`: the customer's; an agent's typing is known where it came in. */
  pushTyping(payload: EventMap['ticket.typing']): Promise<void>;
  /** `message.received`: what comes while an agent looks at the ticket is seen at once. */
  seen(payload: { ticket: string }): Promise<void>;
  /** `agent.changed` */
  pushAgent(payload: EventMap['agent.changed']): Promise<void>;
  /** `channel.changed` */
  pushChannel(payload: EventMap['channel.changed']): Promise<void>;
  /** `call.changed` */
  pushCall(payload: EventMap['call.changed']): Promise<void>;
  /** `callback.changed` */
  pushCallback(payload: EventMap['callback.changed']): Promise<void>;
  /** `customer.changed`: their tickets say who they are. */
  pushCustomer(payload: EventMap['customer.changed']): Promise<void>;
  /** `agent.revoked` */
  closeRevoked(payload: EventMap['agent.revoked']): void;
  stop(): void;
}

/** Made once, in app.ts. All reactions are idempotent: clients upsert what they are sent. */
export function createRealtime(context: Context, parts: HubParts): Realtime {
  const hub = new Hub(context, parts);
  const feed = createFeed(context, (events: EventDoc[]) => hub.broadcast(events));
  hub.follow(feed);
  const append = createAppender(context, (batch) => {
    const views = hub.prepare(batch);
    return (events) => {
      for (const event of views ? events : []) hub.keep(event, views!);
      feed.accept(events);
    };
  });
  const id = (hex: string) => new Types.ObjectId(hex);
  return {
    hub,
    pushMessage: ({ ticket, message }) =>
      append({ kind: 'message', ticket: id(ticket), message: id(message), fields: [] }),
    pushTicket: ({ ticket, fields }) => append({ kind: 'ticket', ticket: id(ticket), fields }),
    pushRead: ({ ticket }) => append({ kind: 'ticket', ticket: id(ticket), fields: ['read'] }),
    async pushTyping({ ticket, by, on }) {
      if (by.kind !== 'customer') return;
      const number = await hub.numbers.numberOf(ticket);
      if (number !== undefined) hub.people.customerTyping(number, on);
    },
    async seen({ ticket }) {
      const number = hub.people.isAnybodyThere ? await hub.numbers.numberOf(ticket) : undefined;
      if (number !== undefined && hub.people.isWatched(number))
        await context.events.emit('ticket.seen', { ticket, at: context.clock.now() });
    },
    pushAgent: ({ agent, fields }) => append({ kind: 'agent', about: agent, fields }),
    pushChannel: ({ channel }) => append({ kind: 'channel', about: channel, fields: [] }),
    pushCall: ({ call, agents }) => append({ kind: 'call', about: call, whom: agents, fields: [] }),
    pushCallback: ({ callback }) => append({ kind: 'callback', about: callback, fields: [] }),
    async pushCustomer({ customer }) {
      const theirs = await Tickets(context)
        .find({ customer: id(customer) }, { _id: 1 })
        .sort({ activityAt: -1, _id: -1 })
        .limit(TICKETS)
        .lean();
      await Promise.all(theirs.map(({ _id }) => append({ kind: 'ticket', ticket: _id, fields: ['customer'] })));
    },
    closeRevoked: (payload) => hub.closeRevoked(payload),
    stop() {
      feed.stop();
      hub.stop();
    },
  };
}
