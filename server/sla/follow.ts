import { createHash } from 'node:crypto';
import type { Types } from 'mongoose';
import { Teams } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { RELAXED } from '../model.ts';
import { allCalendars } from '../settings/calendar/calendars.ts';
import { isOver } from '../tickets/deadlines.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { countedAnew } from './deadlines.ts';
import { givenWay } from '../turns.ts';
import { Slas } from './model.ts';
import { policiesNow } from './policies.ts';

const BATCH = 500;
/** Batches of one turn: whoever is late must not wait for all tickets. */
const MOST = 20;
/** Of more at once nobody is told: their lists are read again anyway. */
const TOLD = 100;
/** So long another process may still go by what was before (twice what policies and calendars are kept). */
const KNOWN_MS = 10_000;

/**
 * Brings the tickets' deadlines in line with policies and calendars when those have changed, in the order of the
 * tickets, some at a time; it goes on there after a crash. True while there is more to do at once.
 */
export async function followSettings(context: Context): Promise<boolean> {
  const now = await sumOf(context);
  const doc = await Slas(context).findById('sla', { policies: 0 }).lean();
  if (doc?.followed === now) return false;
  const { after = null, seenAt = new Date(), beganAt } = doc ?? {};
  let walk: Walk = { after, seenAt, beganAt: (after && beganAt) || new Date() };
  if (doc?.following !== now) walk = await keep(context, now, { after: null, seenAt: new Date(), beganAt: new Date() });
  for (let turn = 0; turn < MOST; turn += 1) {
    const started = performance.now();
    const last = await followBatch(context, walk.after);
    await givenWay(performance.now() - started);
    if (!last) return await end(context, now, walk);
    walk = await keep(context, now, { ...walk, after: last });
  }
  return true;
}

/** What all deadlines follow from, as one short word. */
async function sumOf(context: Context): Promise<string> {
  const teams = await Teams(context).find({}, { _id: 1 }).sort({ _id: 1 }).lean();
  const all = [await policiesNow(context), [...(await allCalendars(context))], teams.map(({ _id }) => String(_id))];
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url');
}

interface Walk {
  after: Types.ObjectId | null;
  /** When the change was seen, and when this walk began: real time, since processes must agree. */
  seenAt: Date;
  beganAt: Date;
}

async function keep(context: Context, following: string, walk: Walk): Promise<Walk> {
  // Until it is at its end the tickets follow neither: who changes settings back has to walk again.
  const update = { $set: { v: 1, following, ...walk }, $unset: { followed: 1 } };
  await Slas(context).updateOne({ _id: 'sla' }, update, { upsert: true });
  return walk;
}

/** A walk that began too early is followed by another one: some tickets may have been written by the old settings. */
async function end(context: Context, now: string, walk: Walk): Promise<boolean> {
  if (Math.abs(walk.beganAt.getTime() - walk.seenAt.getTime()) >= KNOWN_MS)
    await Slas(context).updateOne({ _id: 'sla' }, { $set: { followed: now } });
  else await keep(context, now, { ...walk, after: null });
  return false;
}

/** The id of the last ticket that was looked at; undefined at the end. */
async function followBatch(context: Context, after: Types.ObjectId | null): Promise<Types.ObjectId | undefined> {
  const tickets = await Tickets(context)
    .find(after ? { _id: { $gt: after } } : {}, FACTS)
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<TicketDoc[]>();
  const writes = [];
  for (const ticket of tickets) {
    if (ticket.erased || (isOver(ticket) && ticket.clocks)) continue;
    const set = await countedAnew(context, ticket);
    const { clocks = null, due = null, alarmAt = null } = ticket;
    if (JSON.stringify(set) === JSON.stringify({ clocks, due, alarmAt })) continue;
    // Whoever has changed it meanwhile has counted anew.
    writes.push({ updateOne: { filter: { _id: ticket._id, messages: ticket.messages }, update: { $set: set } } });
  }
  if (writes.length > 0) await Tickets(context).collection.bulkWrite(writes as never, { ordered: false, ...RELAXED });
  if (writes.length <= TOLD) await tell(context, writes);
  return tickets.length < BATCH ? undefined : tickets.at(-1)?._id;
}

/** Nothing that is sealed. */
const FACTS = { subject: 0, snippet: 0, fields: 0, course: 0, bought: 0 };

async function tell(context: Context, writes: { updateOne: { filter: { _id: Types.ObjectId } } }[]): Promise<void> {
  for (const { updateOne } of writes) {
    const ticket = String(updateOne.filter._id);
    await context.events.emit('ticket.changed', { ticket, fields: ['due'], by: { kind: 'system' } });
  }
}
