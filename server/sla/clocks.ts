import {
  addBusiness,
  addBusinessDays,
  addCalendarDays,
  businessMinutes,
  type Calendar,
} from '../settings/calendar/hours.ts';
import { isOver, isPaused, openDeadlines, type ClockName, type Clocks, type Deadlines } from '../tickets/deadlines.ts';
import type { TicketDoc } from '../tickets/model.ts';
import type { Policy, Target } from './schema.ts';

/** More rounds than these are not remembered: then a deadline is earlier than it could be. */
const MOST_PAUSES = 200;

/**
 * All deadlines of a ticket, from its facts, its policy (none: nothing is asked) and its team's calendar. `now` is when
 * it became what it is: a pause begins or ends then. The same again with nothing changed answers the same.
 */
export function deadlinesOf(ticket: TicketDoc, policy: Policy | undefined, calendar: Calendar, now: Date): Deadlines {
  const { createdAt, firstRepliedAt, solvedAt, waitingSince, history, handler } = ticket;
  const pauses = pausesAfter(ticket, now);
  const within = (target: Target | undefined, start: Date | null, end: Date | null): Date | null =>
    target && start ? (deadline(target, start, before(pauses, start, end), calendar) ?? null) : null;
  const { done = [], open } = ticket.clocks ?? {};
  const clocks: Clocks = {
    // What came before its mailbox was connected was promised nothing here.
    firstReplyBy: history ? null : within(policy?.firstReply, createdAt, firstRepliedAt),
    nextReplyBy: isPaused(ticket) ? null : within(policy?.nextReply, firstRepliedAt && waitingSince, null),
    resolveBy: history ? null : within(policy?.resolution, createdAt, solvedAt),
    pauses,
    done: done.filter((key) => !key.includes(':nextReply@') || key.endsWith(`@${waitingSince?.getTime()}`)),
    ...(open ? { open } : {}),
  };
  const timed = { ...ticket, clocks };
  const due = handler === 'agents' ? (openDeadlines(timed)[0]?.by ?? null) : null;
  return { clocks, due, alarmAt: due ? alarmOf(timed, policy) : null };
}

function pausesAfter(ticket: TicketDoc, now: Date): Clocks['pauses'] {
  const pauses = ticket.clocks?.pauses ?? [];
  const last = pauses.at(-1);
  const runs = !isOver(ticket) && !isPaused(ticket);
  if (runs === !(last && last.to === null)) return pauses;
  if (last && last.to === null) return [...pauses.slice(0, -1), { ...last, to: now }];
  return [...pauses, { from: now, to: null }].slice(-MOST_PAUSES);
}

type Pause = { from: Date; to: Date };

/** The pauses that are over and began while a clock ran. */
const before = (pauses: Clocks['pauses'], start: Date, end: Date | null): Pause[] =>
  pauses.flatMap(({ from, to }) => (to && to > start && (!end || from < end) ? [{ from, to }] : []));

/** Moved on by each pause that began before it; days by as many days as have ended meanwhile. */
function deadline(target: Target, start: Date, pauses: Pause[], calendar: Calendar): Date | undefined {
  let by = target.unit === 'calendarDays' ? addCalendarDays(calendar, start, target.amount) : undefined;
  if (target.unit === 'businessDays') by = addBusinessDays(calendar, start, target.amount);
  if (target.unit === 'minutes') by = addBusiness(calendar, start, target.amount);
  for (const { from, to } of pauses) {
    if (!by || from >= by) break;
    const since = from < start ? start : from;
    if (target.unit === 'minutes') by = addBusiness(calendar, by, businessMinutes(calendar, since, to));
    else if (target.unit === 'calendarDays') by = addCalendarDays(calendar, by, daysBetween(calendar, since, to));
    else for (let days = businessDaysBetween(calendar, since, to); by && days > 0; days -= 1) by = next(calendar, by);
  }
  return by;
}

const next = (calendar: Calendar, at: Date): Date | undefined => addBusinessDays(calendar, at, 1);

/** How many days have ended between two moments. */
function daysBetween(calendar: Calendar, from: Date, to: Date): number {
  // Days have 23 to 25 hours: rounding makes whole ones of them.
  const [a, b] = [from, to].map((at) => addCalendarDays(calendar, at, 0).getTime());
  return Math.round(((b ?? 0) - (a ?? 0)) / 86_400_000);
}

/** How many days with opening hours have begun. */
function businessDaysBetween(calendar: Calendar, from: Date, to: Date): number {
  const end = addCalendarDays(calendar, to, 0);
  let days = 0;
  for (let at = next(calendar, from); at && at <= end; at = next(calendar, at)) days += 1;
  return days;
}

/** A warning before a deadline, or what follows when it has passed. */
export interface Alarm {
  /** By which it is done once. */
  key: string;
  kind: 'warn' | 'late';
  clock: ClockName;
  by: Date;
  at: Date;
}

/** What is still to be done about the deadlines that run, the first first. A warning that comes too late is none. */
export function alarmsOf(ticket: TicketDoc, policy: Policy | undefined): Alarm[] {
  const { done = [] } = ticket.clocks ?? {};
  const all = openDeadlines(ticket).flatMap(({ clock, by }): Alarm[] => {
    const name = clock === 'nextReply' ? `nextReply@${ticket.waitingSince?.getTime()}` : clock;
    if (done.includes(`late:${name}`)) return [];
    const late: Alarm = { key: `late:${name}`, kind: 'late', clock, by, at: by };
    const minutes = policy?.warnMinutes;
    if (minutes === undefined || done.includes(`warn:${name}`)) return [late];
    return [{ key: `warn:${name}`, kind: 'warn', clock, by, at: new Date(by.getTime() - minutes * 60_000) }, late];
  });
  return all.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * The same where settings have moved deadlines, or there were none before: what would have been told by now is told to
 * nobody. It is in the lists of what is overdue.
 */
export function withoutPast(ticket: TicketDoc, deadlines: Deadlines, policy: Policy | undefined, now: Date): Deadlines {
  const past = alarmsOf({ ...ticket, ...deadlines }, policy).filter(({ at }) => at <= now);
  if (past.length === 0) return deadlines;
  const clocks = { ...deadlines.clocks, done: [...deadlines.clocks.done, ...past.map(({ key }) => key)] };
  return { ...deadlines, clocks, alarmAt: deadlines.due ? alarmOf({ ...ticket, clocks }, policy) : null };
}

/** What was begun and not told comes first. */
const alarmOf = (ticket: TicketDoc, policy: Policy | undefined): Date | null =>
  ticket.clocks?.open?.at ?? alarmsOf(ticket, policy)[0]?.at ?? null;
