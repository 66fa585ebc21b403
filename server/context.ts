import type { Connection, Types } from 'mongoose';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import type { Events } from './events.ts';
import type { Vault } from './vault/vault.ts';
import type { Channel } from './channels/channel.ts';
import type { Language, TicketType } from './tickets/envelopes.ts';
import type { Deadlines } from './tickets/deadlines.ts';
import type { Need, TicketDoc } from './tickets/model.ts';
import type { SearchEngine } from '../knowledge-base/search/engine.ts';

/** The time of day, so that tests can set it. Every time stamp of ours comes from here. */
export interface Clock {
  now(): Date;
}

/** What a first message seems to be; null where the text does not tell. */
export interface Guess {
  language: Language | null;
  type: TicketType | null;
}

/** What the rules say of a new ticket. */
export interface Filing {
  /** Null only where there is no team. */
  team: Types.ObjectId | null;
  /** 1 low … 4 urgent. */
  priority?: number;
  tags?: string[];
  /** What it asks of whoever gets it, and of that what is required, as one word. */
  needs?: Need[];
  wants?: string;
}

/** What the rules can ask about. `text` is the subject and the first message. */
export interface FilingFacts {
  channel: string;
  /** Of the channel: which mailbox, bot or widget. */
  account: string;
  type: TicketType;
  language: Language | null;
  subject: string;
  text: string;
  /** 1 low … 4 urgent. */
  priority: number;
  tags: string[];
  /** What a form or a program has said of it, by name. */
  fields: Record<string, string>;
  /** True when the sender's identity is not proved. */
  unverified: boolean;
  createdAt: Date;
  customer: {
    /** Since when they are known: those of their first ticket are as old as it. */
    createdAt: Date;
    /** Of their e-mail addresses, what stands behind the @. */
    domains: string[];
  };
}

export const systemClock: Clock = { now: () => new Date() };

/** What every function of the house gets first: one small plain object, made once in app.ts. */
export interface Context {
  readonly config: Config;
  readonly log: FastifyBaseLogger;
  /** The one mongoose connection; models are reached by calling them with the context: `Tickets(context).findOne(…)`. */
  readonly db: Connection;
  readonly vault: Vault;
  readonly events: Events;
  /** Search over articles (knowledge-base/search). */
  readonly search: SearchEngine;
  /** Adapters by channel name; filled in app.ts, one line each. */
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
  /** Id of this process: stands beside what it holds under a lease. */
  readonly process: string;
  /** Recognises the language and the type of a first message (the assistant's classifier; well under 5 ms). */
  readonly guess: (subject: string, text: string, prior?: Language) => Guess;
  /** Tells where a new ticket goes (routing's rules), so that it is in its team's queue from the start. */
  readonly file: (facts: FilingFacts) => Promise<Filing>;
  /** Works out until when what is to be done on a ticket that is so (sla), from memory: no question to the store. */
  readonly deadlines: (ticket: TicketDoc) => Promise<Deadlines>;
}
