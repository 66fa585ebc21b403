import type { Context } from './context.ts';
import type { Reaction, Reactions } from './events.ts';
import { articlesFollowShop } from '../knowledge-base/follow-shop.ts';
import type { Automation } from './automation/loop.ts';
import type { Loop } from './loop.ts';
import type { OpenSessions } from './agents/session.ts';
import type { LastAnswers } from './http/last-answers.ts';
import type { Realtime } from './realtime/push.ts';
import type { Assistant } from '../bots/assistant/react.ts';
import type { Routing } from './routing/loop.ts';
import { automationsFollowTag } from './automation/follow-tag.ts';
import { tellChanged } from './channels/changed.ts';
import { forgetVisitor } from './channels/forget.ts';
import { acknowledge } from './channels/acknowledge.ts';
import { forgetMoved } from './channels/moved.ts';
import { restartAccount, restartMailboxes } from './channels/restart.ts';
import { createWebhooks } from './webhooks/react.ts';
import { tellCustomer, tellSeen } from './channels/tell.ts';
import { endSentDraft } from './drafts/end-sent.ts';
import { giveBack } from './drafts/give-back.ts';
import { moveDrafts } from './drafts/move.ts';
import { tellLowMark } from './satisfaction/loop.ts';
import { macrosFollowTag } from './macros/follow-tag.ts';
import { rememberAgent } from './routing/remember.ts';
import { rulesFollowTag } from './routing/follow-tag.ts';
import { cancelPlanned } from './tickets/cancel.ts';
import { viewsFollowTag } from './views/follow-tag.ts';
import type { TicketSearch } from './tickets/search/react.ts';

/** The parts that react, made in app.ts. */
export interface Parts {
  sessions: OpenSessions;
  realtime: Realtime;
  routing: Routing;
  automation: Automation;
  assistant: Assistant;
  delivery: Loop;
  /** The outbox of events for other systems. */
  webhooks: Loop;
  /** What follows from deadlines. */
  sla: Loop;
  /** Tells customers of their calls. */
  callbacks: Loop;
  ticketSearch: TicketSearch;
  /** Of public pages, for when the store is away. */
  lastAnswers: LastAnswers;
}

/** What was sent or failed leaves nothing to send. */
const whenDue =
  (delivery: Loop): Reaction<'delivery.changed'> =>
  ({ state = 'pending' }) =>
    void (state === 'pending' && delivery.wake());

/** What holds names of tags. */
const whoFollowsTags = (context: Context): Reaction<'tag.moved'>[] => [
  (payload) => rulesFollowTag(context, payload),
  (payload) => macrosFollowTag(context, payload),
  (payload) => viewsFollowTag(context, payload),
  (payload) => automationsFollowTag(context, payload),
];

/**
 * What happens when something happens: event to ordered list of functions, the only fan-out of the house. Each is
 * idempotent: an event may be raised again after a crash.
 */
export function createReactions(context: Context, parts: Parts): Reactions {
  const { sessions, realtime, routing, assistant, delivery, sla, callbacks, ticketSearch, lastAnswers } = parts;
  const { automation } = parts;
  const webhooks = createWebhooks(context, parts.webhooks.wake);
  return {
    'message.received': [
      realtime.pushMessage,
      ticketSearch.onReceived,
      routing.onMessage,
      (payload) => cancelPlanned(context, payload),
      assistant.onMessageReceived,
      webhooks.onMessage,
      automation.onMessage,
      (payload) => acknowledge(context, payload),
      realtime.seen,
    ],
    'history.received': [ticketSearch.onReceived],
    'message.changed': [realtime.pushMessage, ticketSearch.onChanged],
    'message.saved': [
      ({ direction }) => void (direction === 'out' && delivery.wake()),
      realtime.pushMessage,
      ticketSearch.onSaved,
      (payload) => endSentDraft(context, payload),
      (payload) => rememberAgent(context, payload),
      automation.onSaved,
    ],
    'reply.cancelled': [(payload) => giveBack(context, payload)],
    'message.gone': [realtime.pushMessage, ticketSearch.onGone],
    'delivery.changed': [realtime.pushMessage, whenDue(delivery), webhooks.onDelivery, assistant.onDeliveryChanged],
    'ticket.changed': [
      realtime.pushTicket,
      routing.onTicket,
      webhooks.onTicket,
      automation.onTicket,
      ticketSearch.onTicket,
      assistant.onTicketChanged,
      (payload) => tellChanged(context, payload),
      (payload) => tellLowMark(context, payload),
    ],
    'ticket.merged': [(payload) => moveDrafts(context, payload), (payload) => forgetMoved(context, payload)],
    'ticket.unmerged': [({ ticket, from }) => forgetMoved(context, { ticket, into: from })],
    'ticket.typing': [realtime.pushTyping, (payload) => tellCustomer(context, payload)],
    'ticket.read': [realtime.pushRead],
    'ticket.seen': [(payload) => tellSeen(context, payload)],
    'agent.changed': [realtime.pushAgent, routing.onAgent],
    'agent.revoked': [sessions.forget, realtime.closeRevoked],
    'customer.changed': [realtime.pushCustomer, webhooks.onCustomer, ticketSearch.onCustomer, () => sla.wake()],
    'tag.moved': whoFollowsTags(context),
    'automation.ran': [webhooks.onAutomation],
    'call.changed': [realtime.pushCall],
    'callback.changed': [realtime.pushCallback, ({ owes }) => void (owes && callbacks.wake())],
    'customer.erased': [({ customer }) => forgetVisitor(context, customer), webhooks.onErased],
    'article.changed': [],
    'articles.hidden': [({ articles }) => lastAnswers.hide(articles)],
    'shop.changed': [() => articlesFollowShop(context), () => restartMailboxes(context)],
    'calendar.changed': [() => sla.wake()],
    'account.changed': [({ account }) => restartAccount(context, account)],
    'channel.changed': [realtime.pushChannel],
  };
}
