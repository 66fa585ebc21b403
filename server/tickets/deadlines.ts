import type { EventLine } from './message-model.ts';
import type { TicketDoc } from './model.ts';

/** What a ticket can be late with. */
export const CLOCKS = ['firstReply', 'nextReply', 'resolution'] as const;
export type ClockName = (typeof CLOCKS)[number];

/** Until when what is to be done; null where nothing is asked, and for the next reply while nobody waits for one. */
export interface Clocks {
  firstReplyBy: Date | null;
  nextReplyBy: Date | null;
  resolveBy: Date | null;
  /** When we waited for the customer, or it had ended; `to` null: since then. */
  pauses: { from: Date; to: Date | null }[];
  /** Warnings and escalations that were begun, each once: `warn:` or `late:` and the clock (sla/clocks.ts). */
  done: string[];
  /** One of them that was begun and not ended. */
  open?: OpenAlarm;
}

/** A warning or an escalation: when it was begun, and the line that tells of it, with its place in the thread. */
export interface OpenAlarm {
  key: string;
  at: Date;
  n: number;
  line: EventLine;
  /** The names of what it changed of the ticket; absent: nothing. */
  fields?: string[];
}

/** What is stored of a ticket's deadlines. */
export interface Deadlines {
  clocks: Clocks;
  /** The nearest one that runs; null while none does, and while the assistant has the ticket: lists sort by it. */
  due: Date | null;
  /** When somebody is to be warned or told next. */
  alarmAt: Date | null;
}

/** What of a ticket its deadlines follow from. */
const FOLLOWED = [
  ...['type', 'priority', 'team', 'class', 'status', 'handler'],
  ...['waitingSince', 'firstRepliedAt', 'solvedAt', 'spam', 'merged'],
] as const;

/** Whether a change of a ticket changes what its deadlines follow from. */
export function movesDeadlines(ticket: TicketDoc, change: Partial<TicketDoc>): boolean {
  const of = (doc: object, name: string): string => JSON.stringify(doc[name as never] ?? null);
  return FOLLOWED.some((name) => name in change && of(change, name) !== of(ticket, name));
}

type Told = Pick<TicketDoc, 'status' | 'waitingSince' | 'firstRepliedAt' | 'clocks' | 'spam' | 'merged' | 'erased'>;

/** It is over, or nobody is to answer it. */
export const isOver = ({ status, spam, merged, erased }: Omit<Told, 'clocks'>): boolean =>
  status === 'solved' || status === 'closed' || Boolean(spam ?? false) || Boolean(merged) || Boolean(erased);

/** We wait for the customer. One to whom an answer goes out later still waits. */
export const isPaused = ({ status, waitingSince }: Pick<Told, 'status' | 'waitingSince'>): boolean =>
  status === 'pending' && waitingSince === null;

/** The deadlines that run now, the nearest first. */
export function openDeadlines(ticket: Told): { clock: ClockName; by: Date }[] {
  const { clocks, firstRepliedAt, waitingSince } = ticket;
  if (!clocks || isOver(ticket) || isPaused(ticket)) return [];
  const { firstReplyBy, nextReplyBy, resolveBy } = clocks;
  const all: [ClockName, Date | null][] = [
    ['firstReply', firstRepliedAt ? null : firstReplyBy],
    ['nextReply', firstRepliedAt && waitingSince ? nextReplyBy : null],
    ['resolution', resolveBy],
  ];
  return all.flatMap(([clock, by]) => (by ? [{ clock, by }] : [])).sort((a, b) => a.by.getTime() - b.by.getTime());
}

/** By when its customer hears from us, as everybody is told: the nearest deadline that runs. */
export const promisedBy = (ticket: Told): Date | null => openDeadlines(ticket)[0]?.by ?? null;
