import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { readColleagues, readTeams, readWants, somethingWaits } from './desk.ts';
import type { Colleague } from './decide.ts';
import { drain, queuesOf, ROUTING, type Queue } from './drain.ts';
import { explain, type Reasons } from './explain.ts';
import { fileTickets } from './file.ts';
import { overflow } from './overflow.ts';
import { paused } from './pace.ts';
import { releaseAll, releaseChats, releaseFrom, releaseTickets } from './release.ts';
import { returnMail } from './return-mail.ts';

const REPAIR_MS = 30_000;
/** What nothing has changed here is read again after this time: another process may have. */
const KNOWN_MS = 1_000;
const TOUCHED = 10_000;
const TOLD_AT_ONCE = 100;
/** What of a ticket decides whether it waits, for whom, and whose capacity it takes. */
const RELEVANT = new Set(['status', 'assignee', 'queued', 'handler', 'team', 'priority', 'language']);

export interface Routing {
  /** Something may have room or wait: takes a turn soon. */
  wake(): void;
  /** Reaction to `message.received`. */
  onMessage(payload: EventMap['message.received']): void;
  /** Reaction to `ticket.changed`. */
  onTicket(payload: EventMap['ticket.changed']): void;
  /** Reaction to `agent.changed`: who has left keeps no unanswered chat, whoever has come gets work. */
  onAgent(payload: EventMap['agent.changed']): Promise<void>;
  stop(): Promise<void>;
}

/** What one turn hands to the next, and to the reactions that come meanwhile. */
interface State {
  /** Tickets that changed since the last turn. */
  touched: Set<string>;
  /** Tickets that are being written: what they tell of themselves wakes nobody. */
  mine: Set<string>;
  reasons: Reasons;
  /** With their loads, which turns keep up to date while nothing else changes them. */
  colleagues: Colleague[];
  /** When they were read; 0 when something else has changed since. */
  readAt: number;
  repairedAt: number;
}

/** Starts the one loop that gives tickets to teams and agents, under a lease: in one process at a time. */
export function startRouting(context: Context): Routing {
  const state: State = {
    touched: new Set(),
    mine: new Set(),
    reasons: new Map(),
    colleagues: [],
    readAt: 0,
    repairedAt: 0,
  };
  const { wake, stop } = paused(context, () => turn(context, state));
  const touch = (ticket: string): void => {
    // A process without the lease takes no turns: the texts that this is for are written by the other's repair.
    if (state.touched.size >= TOUCHED) state.touched.clear();
    state.touched.add(ticket);
    wake();
  };
  return {
    wake,
    stop,
    onMessage({ ticket, created, queued = true }) {
      if (!created) state.readAt = 0; // it may have woken a ticket that somebody has
      if (queued) touch(ticket);
    },
    onTicket({ ticket, fields }) {
      if (state.mine.has(ticket) || !fields.some((field) => RELEVANT.has(field))) return;
      state.readAt = 0;
      touch(ticket);
    },
    async onAgent({ agent, fields }) {
      state.readAt = 0;
      if (fields.includes('availability') || fields.includes('active')) await leaveOrStay(context, state, agent);
      wake();
    },
  };
}

async function leaveOrStay(context: Context, state: State, id: string): Promise<void> {
  const agent = await Agents(context).findById(id).lean();
  if (!agent) return;
  // A turn under way gives nothing more to somebody who has just left.
  const colleague = state.colleagues.find((one) => one.id === id);
  if (colleague) colleague.online = agent.active && agent.availability === 'online';
  await releaseChats(context, [agent]);
  await releaseTickets(context, [agent]);
}

/** Files what is new, gives away what can be, and says of the rest why it waits. */
async function turn(context: Context, state: State): Promise<void> {
  const teams = await readTeams(context);
  if (Date.now() - state.repairedAt > REPAIR_MS) {
    await releaseAll(context);
    await returnMail(context, teams);
    state.repairedAt = Date.now();
  }
  const named = new Set(state.touched);
  state.touched.clear();
  if (!(await somethingWaits(context, teams))) return;
  const [filed] = await Promise.all([fileTickets(context, teams), knowColleagues(context, state)]);
  const queues = queuesOf(teams, await readWants(context));
  const given = await giveAway(context, queues, state);
  const waiting = {
    named: [...new Set([...named, ...filed.keys()])].filter((id) => !given.has(id)),
    reasons: state.reasons,
  };
  const tell = new Map(filed);
  for (const id of await explain(context, queues, state.colleagues, waiting))
    tell.set(id, [...(filed.get(id) ?? []), 'routing']);
  for (const id of given) tell.delete(id);
  await announce(context, [...tell], state.mine);
}

/** To the teams' own, then to those who help out; who has left meanwhile by way of another process keeps nothing. */
async function giveAway(context: Context, queues: Queue[], state: State): Promise<Set<string>> {
  const given = await drain(context, queues, state.colleagues, state.mine);
  if ((await overflow(context, queues, state.colleagues, state.mine)) > 0)
    for (const id of await drain(context, queues, state.colleagues, state.mine)) given.add(id);
  if (given.size > 0) await releaseFrom(context, state.colleagues);
  return given;
}

async function knowColleagues(context: Context, state: State): Promise<void> {
  const now = Date.now();
  if (Math.abs(now - state.readAt) < KNOWN_MS) return;
  // What changes while they are read counts as later.
  state.readAt = now;
  state.colleagues = await readColleagues(context).catch((error: unknown) => {
    state.readAt = 0;
    throw error;
  });
}

/** Tells of tickets that were filed or explained but not given away; those were told of already. */
async function announce(context: Context, tickets: [string, string[]][], mine: Set<string>): Promise<void> {
  const by = { kind: ROUTING.kind };
  for (let i = 0; i < tickets.length; i += TOLD_AT_ONCE) {
    const some = tickets.slice(i, i + TOLD_AT_ONCE);
    for (const [ticket] of some) mine.add(ticket);
    await Promise.all(some.map(([ticket, fields]) => context.events.emit('ticket.changed', { ticket, fields, by })));
    for (const [ticket] of some) mine.delete(ticket);
  }
}
