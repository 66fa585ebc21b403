import type { FastifyBaseLogger } from 'fastify';
import type { DeliveryState } from './tickets/message-model.ts';

/** Who did something. `id` is the hex ObjectId of the agent or customer where there is one. */
export interface Actor {
  kind: 'agent' | 'customer' | 'assistant' | 'system';
  id?: string;
}

/** Everything that can happen, by name; ids are hex ObjectIds. What follows from each stands in reactions.ts. */
export interface EventMap {
  /** A customer's message was committed (tickets/receive). Raised again by the settling sweep after a crash. */
  'message.received': {
    ticket: string;
    message: string;
    intake: string;
    created: boolean;
    /** By which channel its ticket came; absent where that is not at hand. */
    channel?: string;
    /** Who held the ticket when it came; absent where that is not at hand. */
    handler?: 'assistant' | 'agents';
    /** Whether its ticket waits for somebody to get it; absent where that is not at hand. */
    queued?: boolean;
  };
  /** One that came before its mailbox was connected was committed: it can be found, and nobody is told. */
  'history.received': { ticket: string; message: string };
  /** A customer has changed a message of theirs, taken it back, or a further part of it came. */
  'message.changed': { ticket: string; message: string };
  /** A reply, a note or an event line was saved on a ticket; `draft` is the version of the writer's draft that it ends. */
  'message.saved': { ticket: string; message: string; direction: 'out' | 'note' | 'event'; by: Actor; draft?: number };
  /** A reply was taken back before it went out: its words become its writer's draft again. Raised again after a crash. */
  'reply.cancelled': { ticket: string; message: string };
  /** A message is not there any more. */
  'message.gone': { ticket: string; message: string };
  /** The delivery of an outgoing message changed; its state is absent where it is not at hand. */
  'delivery.changed': { ticket: string; message: string; state?: DeliveryState };
  /** Fields of a ticket changed (names of TicketView's fields). */
  'ticket.changed': { ticket: string; fields: string[]; by: Actor };
  /** A ticket was merged into another one, which goes on for both. */
  'ticket.merged': { ticket: string; into: string };
  /** That was taken back. */
  'ticket.unmerged': { ticket: string; from: string };
  /** Somebody types in a ticket, or stopped. Never stored. */
  'ticket.typing': { ticket: string; by: Actor; on: boolean };
  /** The customer has read the thread up to this message. */
  'ticket.read': { ticket: string; at: Date };
  /** An agent has the thread on their screen. Never stored. */
  'ticket.seen': { ticket: string; at: Date };
  /** An agent's availability, capacity, teams or rights changed. */
  'agent.changed': { agent: string; fields: string[] };
  /** Sign-out, password or role change: open sockets of this agent (or this session only) must close. */
  'agent.revoked': { agent: string; session?: string };
  /** A tag is being taken off its tickets: for another one, or for none. Raised again after a crash. */
  'tag.moved': { from: string; to: string | null };
  /** A rule over time has done what it says, and other systems are to hear of it; the same `run` is the same event. */
  'automation.ran': { ticket: string; rule: string; run: string };
  'customer.changed': { customer: string };
  /** A telephone call began or went on: with whom of the agents it is, and whose it is where that is known. */
  'call.changed': { call: string; agents: string[]; customer?: string };
  /** Somebody is to be called, or not any more; `owes`: their customer is still to be told something. */
  'callback.changed': { callback: string; owes: boolean };
  /** A customer was erased: whoever keeps something of theirs is to forget it. */
  'customer.erased': { customer: string };
  'article.changed': { article: string };
  /** These are no public articles, or not any more; told in every process, also of what another one did. */
  'articles.hidden': { articles: string[] };
  /** What is said of the shop has changed. */
  'shop.changed': Record<string, never>;
  /** When a team (hex id), or the desk (null) and with it all teams, is there was changed. */
  'calendar.changed': { team: string | null };
  /** An account was made, changed or removed in the settings. */
  'account.changed': { account: string };
  /** A channel's account came up, failed or went away. */
  'channel.changed': { channel: string; account: string };
}
export type EventName = keyof EventMap;

/** One reaction: idempotent, named, may throw; the others run all the same. */
export type Reaction<Name extends EventName> = (payload: EventMap[Name]) => void | Promise<void>;
export type Reactions = { [Name in EventName]: Reaction<Name>[] };

export interface Events {
  /**
   * Runs the reactions to an event in their order and resolves when all have ended: true when none failed.
   * Never rejects; a failed reaction is logged and the next one runs.
   */
  emit<Name extends EventName>(name: Name, payload: EventMap[Name]): Promise<boolean>;
}

/** An event bus over a table of reactions, which may be filled after the bus was made (app.ts does). */
export function createEvents(log: FastifyBaseLogger, reactions: () => Reactions): Events {
  return {
    async emit(name, payload) {
      let allWell = true;
      for (const react of reactions()[name]) {
        try {
          await react(payload);
        } catch (error) {
          allWell = false;
          log.error({ err: error, event: name, reaction: react.name }, 'a reaction failed');
        }
      }
      return allWell;
    },
  };
}
