import { Types } from 'mongoose';
import { Agents, Teams } from '../agents/model.ts';
import { agentNames, teamNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { changeWithLine, type NamedActor } from './event.ts';
import { ACTIVE, type RoutingReason, type TicketDoc } from './model.ts';

export interface Assignment {
  /** Hex id of an agent, or null for nobody. Absent: unchanged. */
  assignee?: string | null;
  /** Hex id of a team, or null. Absent: unchanged. */
  team?: string | null;
  /** Routing: only while nobody has it, it waits, and it still is where the decision was made on. */
  expectUnassigned?: boolean;
}

/**
 * Gives a ticket to an agent, a team or nobody. `reason` is routing's decision. Resolves with undefined when
 * `expectUnassigned` and somebody else got it, or it needs nobody any more. Fails `unprocessable` when there is no such
 * team, or no such agent any more: nobody would ever see it.
 */
export async function assign(
  context: Context,
  ticket: TicketDoc,
  to: Assignment,
  by: NamedActor,
  reason?: RoutingReason,
): Promise<TicketDoc | undefined> {
  const fields = (from: TicketDoc) => assigned(context, from, to, reason);
  if (!to.expectUnassigned) await refuseUnknown(context, to);
  const where = to.expectUnassigned ? { assignee: null, queued: true } : {};
  const line = await lineOf(context, to, reason);
  return await changeWithLine(context, ticket, by, { fields, line, where, relaxed: to.expectUnassigned ?? false });
}

async function refuseUnknown(context: Context, { assignee, team }: Assignment): Promise<void> {
  if (assignee && !(await Agents(context).exists({ _id: assignee, active: true })))
    fail('unprocessable', 'There is no such agent.');
  if (team && !(await Teams(context).exists({ _id: team }))) fail('unprocessable', 'There is no such team.');
}

function assigned(
  context: Context,
  ticket: TicketDoc,
  to: Assignment,
  reason: RoutingReason | undefined,
): Partial<TicketDoc> {
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
    ...(reason === undefined ? {} : { routing: reason }),
  };
}

async function lineOf(context: Context, to: Assignment, reason: RoutingReason | undefined) {
  const more = reason?.params ?? {};
  if (to.assignee) {
    const names = await agentNames(context, [to.assignee]);
    return {
      kind: reason === undefined ? ('assigned' as const) : ('routed' as const),
      params: { ...more, agent: names.get(to.assignee) ?? '', agentId: to.assignee },
    };
  }
  if (to.assignee === null) return { kind: 'unassigned' as const, params: more };
  const names = to.team ? await teamNames(context, [to.team]) : new Map<string, string>();
  return { kind: 'team' as const, params: { ...more, team: (to.team && names.get(to.team)) || '' } };
}

const toId = (hex: string | null): Types.ObjectId | null => (hex === null ? null : new Types.ObjectId(hex));
