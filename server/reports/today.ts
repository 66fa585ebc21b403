import type { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import { agentNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { countExactly } from '../tickets/list.ts';
import { indexOf, listFilter } from '../tickets/list-filter.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import type { ListQuery } from '../tickets/list-schema.ts';
import { percentile } from './percentile.ts';
import type { TodayView } from './schema.ts';

const TYPES = ['complaint', 'return', 'inquiry'] as const;
/** Tickets of a channel stay when it is switched off. */
const CHANNELS = ['email', 'webchat', 'telegram', 'teams', 'form', 'api'];
type Row = { open: number; solved: number };

/**
 * How the desk stands now and what was done today; what each number means stands in schema.ts. What is open is counted
 * from indexes, one count a row; of what was solved and answered, the tickets of this one day are read.
 */
export async function readToday(context: Context): Promise<TodayView> {
  const desk = await deskSettings(context);
  const at = context.clock.now();
  const day = dayOf(desk.timeZone, at);
  const [waiting, overdue, longest, firstReply, ended] = await Promise.all([
    countExactly(context, { view: 'waiting' }),
    countExactly(context, { view: 'overdue' }),
    longestWait(context),
    firstReplies(context),
    solvedToday(context),
  ]);
  const open = (query: ListQuery) => countExactly(context, { view: 'active', ...query });
  return {
    at: at.toISOString(),
    day: { date: day.date, from: day.from.toISOString(), to: day.to.toISOString() },
    desk,
    ...{ waiting, overdue, longest, firstReply },
    open: await open({}),
    solved: sum(ended),
    agents: await byAgent(context, ended, open),
    types: await Promise.all(
      TYPES.map(async (type) => ({ type, open: await open({ type }), solved: sum(ended, (one) => one.type === type) })),
    ),
    channels: await byChannel(context, ended, open),
  };
}

async function longestWait(context: Context): Promise<TodayView['longest']> {
  const ticket = await Tickets(context)
    .findOne(await listFilter(context, { view: 'waiting' }, undefined, 'count'), { number: 1, waitingSince: 1 })
    .sort({ waitingSince: 1 })
    .lean<Pick<TicketDoc, 'number' | 'waitingSince'>>();
  return ticket?.waitingSince ? { number: ticket.number, since: ticket.waitingSince.toISOString() } : null;
}

async function firstReplies(context: Context): Promise<TodayView['firstReply']> {
  const query: ListQuery = { replied: 'today' };
  const replied = await Tickets(context)
    .find(await listFilter(context, query, undefined), { _id: 0, createdAt: 1, firstRepliedAt: 1 })
    .hint(indexOf(query) ?? '')
    .lean<Pick<TicketDoc, 'createdAt' | 'firstRepliedAt'>[]>();
  const seconds = replied.map(({ createdAt, firstRepliedAt }) =>
    Math.round((Number(firstRepliedAt) - Number(createdAt)) / 1000),
  );
  return {
    count: seconds.length,
    median: percentile(seconds, 0.5) ?? null,
    p90: percentile(seconds, 0.9) ?? null,
  };
}

/** How many were solved today, by who had them, type and channel. */
interface Ended {
  assignee: string;
  type: string;
  channel: string;
  n: number;
}

async function solvedToday(context: Context): Promise<Ended[]> {
  const query: ListQuery = { solved: 'today' };
  const groups = await Tickets(context)
    .aggregate<{ _id: { assignee: Types.ObjectId | null; type: string; channel: string }; n: number }>([
      { $match: await listFilter(context, query, undefined) },
      { $group: { _id: { assignee: '$assignee', type: '$type', channel: '$channel' }, n: { $sum: 1 } } },
    ])
    .hint(indexOf(query) ?? '');
  return groups.map(({ _id: { assignee, type, channel }, n }) => ({
    assignee: assignee ? String(assignee) : 'none',
    ...{ type, channel, n },
  }));
}

const sum = (ended: Ended[], which: (one: Ended) => boolean = () => true): number =>
  ended.filter(which).reduce((total, { n }) => total + n, 0);

type Open = (query: ListQuery) => Promise<number>;

/** Those with most to do first; those who have nothing are there too, but for who only reads. */
async function byAgent(context: Context, ended: Ended[], open: Open): Promise<TodayView['agents']> {
  const working = await Agents(context)
    .find({ active: true, role: { $ne: 'readonly' } }, { _id: 1 })
    .lean();
  const ids = new Set(['none', ...working.map(({ _id }) => String(_id)), ...ended.map(({ assignee }) => assignee)]);
  const names = await agentNames(
    context,
    [...ids].filter((id) => id !== 'none'),
  );
  const rows = await Promise.all(
    [...ids].map(async (id) => ({
      agent: id === 'none' ? null : { id, name: names.get(id) ?? '' },
      open: await open({ assignee: id }),
      solved: sum(ended, ({ assignee }) => assignee === id),
    })),
  );
  return rows
    .filter(({ agent, ...row }) => agent !== null || isSome(row))
    .sort((a, b) => b.open - a.open || b.solved - a.solved || (a.agent?.name ?? '').localeCompare(b.agent?.name ?? ''));
}

async function byChannel(context: Context, ended: Ended[], open: Open): Promise<TodayView['channels']> {
  const names = new Set([...CHANNELS, ...context.channels.keys(), ...ended.map(({ channel }) => channel)]);
  const rows = await Promise.all(
    [...names].map(async (channel) => ({
      channel,
      open: await open({ channel }),
      solved: sum(ended, (one) => one.channel === channel),
    })),
  );
  return rows.filter(isSome).sort((a, b) => b.open - a.open || b.solved - a.solved);
}

const isSome = ({ open, solved }: Row): boolean => open + solved > 0;
