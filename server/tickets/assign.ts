import { Types } from 'mongoose';
import { Agents, Teams } from '../agents/model.ts';
import { agentNames, teamNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { advanceAll } from './advance.ts';
import { differing } from './differing.ts';
import { changeWithLine, tellLine, type NamedActor } from './event.ts';
import type { EventLine } from './message-model.ts';
import { ACTIVE, type RoutingReason, type TicketDoc } from './model.ts';

export interface Assignment {
  /** Hex id of an agent, or null for nobody. Absent: unchanged. */
  assignee?: string | null;
  /** Hex id of a team, or null. Absent: unchanged. */
  team?: string | null;
}

/**
 * Gives a ticket to an agent, a team or nobody. Fails `unprocessable` when there is no such team, or no such agent any
 * more: nobody would ever see it.
 */
export async function assign(
  context: Context,
  ticket: TicketDoc,
  to: Assignment,
  by: NamedActor,
): Promise<TicketDoc | undefined> {
  await refuseUnknown(context, to);
  const fields = (from: TicketDoc) => assigned(context, from, to);
  return await changeWithLine(context, ticket, by, { fields, line: await lineOf(context, to) });
}

/** A decision of routing: a waiting ticket as it was read, who gets it, and why. */
export interface Decided {
  ticket: TicketDoc;
  agent: { id: string; name: string };
  reason: RoutingReason;
}

/**
 * Gives waiting tickets to agents, in one write: each only while nobody has it, it waits, and it still is where the
 * decision was made on. Need not be durable: a decision that the machine forgets is made again. Answers what was done.
 */
export async function assignWaiting<D extends Decided>(context: Context, decided: D[], by: NamedActor): Promise<D[]> {
  const steps = decided.map((decision) => {
    const { ticket, agent, reason } = decision;
    const set = { ...assigned(context, ticket, { assignee: agent.id }), routing: reason };
    return { decision, ticket, set, names: differing(ticket, set) };
  });
  const done = await advanceAll(context, steps, { assignee: null, queued: true });
  await Promise.all(
    done.map(({ ticket, names, decision: { agent, reason } }) => {
      const params = { ...reason.params, agent: agent.name, agentId: agent.id };
      return tellLine(context, ticket, by, { line: { kind: 'routed', params }, fields: names, relaxed: true });
    }),
  );
  return done.map(({ decision }) => decision);
}

async function refuseUnknown(context: Context, { assignee, team }: Assignment): Promise<void> {
  if (assignee && !(await Agents(context).exists({ _id: assignee, active: true })))
    fail('unprocessable', 'There is no such agent.');
  if (team && !(await Teams(context).exists({ _id: team }))) fail('unprocessable', 'There is no such team.');
}

/** The fields that change when somebody gets a ticket. */
export function assigned(context: Context, ticket: TicketDoc, to: Assignment) {
  const now = context.clock.now();
  const assignee = to.assignee === undefined ? ticket.assignee : toId(to.assignee);
  return {
    assignee,
    ...(to.team === undefined ? {} : { team: toId(to.team) }),
    queued: assignee === null && ticket.handler === 'agents' && ACTIVE.includes(ticket.status),
    ...(assignee && !assignee.equals(ticket.assignee ?? undefined) ? { assignedAt: now } : {}),
    ...(assignee && !ticket.firstAssignedAt ? { firstAssignedAt: now } : {}),
    // A person who takes a ticket takes it from the assistant as well.
    ...(assignee ? { handler: 'agents' as const } : {}),
  };
}

async function lineOf(context: Context, to: Assignment): Promise<EventLine> {
  if (to.assignee) {
    const names = await agentNames(context, [to.assignee]);
    return { kind: 'assigned', params: { agent: names.get(to.assignee) ?? '', agentId: to.assignee } };
  }
  if (to.assignee === null) return { kind: 'unassigned', params: {} };
  const names = to.team ? await teamNames(context, [to.team]) : new Map<string, string>();
  return { kind: 'team', params: { team: (to.team && names.get(to.team)) || '' } };
}

const toId = (hex: string | null): Types.ObjectId | null => (hex === null ? null : new Types.ObjectId(hex));
