import type { Context } from './context.ts';
import type { Reactions } from './events.ts';
import type { Loop } from './loop.ts';
import type { OpenSessions } from './agents/session.ts';
import type { Realtime } from './realtime/push.ts';
import type { Assistant } from '../bots/assistant/react.ts';
import type { Routing } from './routing/loop.ts';
import { restartAccount } from './channels/restart.ts';
import { tellCustomer } from './channels/tell.ts';
import { endSentDraft } from './drafts/end-sent.ts';
import { giveBack } from './drafts/give-back.ts';
import { cancelPlanned } from './tickets/cancel.ts';

/** The parts that react, made in app.ts. */
export interface Parts {
  sessions: OpenSessions;
  realtime: Realtime;
  routing: Routing;
  assistant: Assistant;
  delivery: Loop;
}

/**
 * What happens when something happens: event to ordered list of functions, the only fan-out of the house. Each is
 * idempotent: an event may be raised again after a crash.
 */
export function createReactions(
  context: Context,
  { sessions, realtime, routing, assistant, delivery }: Parts,
): Reactions {
  return {
    'message.received': [
      realtime.pushMessage,
      routing.onMessage,
      (payload) => cancelPlanned(context, payload),
      assistant.onMessageReceived,
    ],
    'message.saved': [
      realtime.pushMessage,
      function deliver({ direction }) {
        if (direction === 'out') delivery.wake();
      },
      (payload) => endSentDraft(context, payload),
    ],
    'reply.cancelled': [(payload) => giveBack(context, payload)],
    'message.gone': [realtime.pushMessage],
    'delivery.changed': [
      realtime.pushMessage,
      function deliverAgain() {
        delivery.wake();
      },
    ],
    'ticket.changed': [realtime.pushTicket, routing.onTicket],
    'ticket.typing': [realtime.pushTyping, (payload) => tellCustomer(context, payload)],
    'ticket.read': [realtime.pushRead],
    'agent.changed': [realtime.pushAgent, routing.onAgent],
    'agent.revoked': [sessions.forget, realtime.closeRevoked],
    'customer.changed': [],
    'article.changed': [],
    'account.changed': [({ account }) => restartAccount(context, account)],
    'channel.changed': [realtime.pushChannel],
  };
}
