import type { Context } from './context.ts';
import type { Reactions } from './events.ts';
import type { Loop } from './loop.ts';
import type { OpenSessions } from './agents/session.ts';
import type { Routing } from './routing/loop.ts';
import { tellCustomer } from './channels/tell.ts';

/** The parts that react, made in app.ts. */
export interface Parts {
  sessions: OpenSessions;
  routing: Routing;
  delivery: Loop;
}

/**
 * What happens when something happens: event to ordered list of functions, the only fan-out of the house. Each is
 * idempotent: an event may be raised again after a crash.
 */
export function createReactions(context: Context, { sessions, routing, delivery }: Parts): Reactions {
  return {
    'message.received': [routing.onMessage],
    'message.saved': [
      function deliver({ direction }) {
        if (direction === 'out') delivery.wake();
      },
    ],
    'delivery.changed': [
      function deliverAgain() {
        delivery.wake();
      },
    ],
    'ticket.changed': [routing.onTicket],
    'ticket.typing': [(payload) => tellCustomer(context, payload)],
    'ticket.read': [],
    'agent.changed': [routing.onAgent],
    'agent.revoked': [sessions.forget],
    'customer.changed': [],
    'article.changed': [],
    'channel.changed': [],
  };
}
