import { Agents } from '../agents/model.ts';
import { agentNames, teamNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { advanceIf, change } from '../tickets/advance.ts';
import { assigned } from '../tickets/assign.ts';
import type { OpenAlarm } from '../tickets/deadlines.ts';
import { differing } from '../tickets/differing.ts';
import { tellLineOnce } from '../tickets/event.ts';
import { ticketById } from '../tickets/find.ts';
import { markAgent } from '../tickets/marks.ts';
import { PRIORITIES, type TicketDoc } from '../tickets/model.ts';
import { alarmsOf, type Alarm } from './clocks.ts';
import { policiesNow, policyFor } from './policies.ts';
import type { Policy } from './schema.ts';
import { toBeTold } from './tell.ts';

const SLA = { kind: 'system', name: '' } as const;
const TRIES = 3;

/**
 * Does what is due about a ticket's deadlines: a warning, or what follows when one has passed. It is begun in one write
 * with what it changes of the ticket, and ended when its line stands in the thread and everybody was told: what a crash
 * leaves in between the next turn does to its end, and nobody begins it again.
 */
export async function soundAlarm(context: Context, ticket: TicketDoc): Promise<void> {
  const begun = ticket.clocks?.open ? ticket : await begin(context, ticket);
  if (begun?.clocks?.open) await finish(context, begun, begun.clocks.open);
}

/** Undefined when there is nothing to do, or somebody has changed the ticket meanwhile: then the next turn looks again. */
async function begin(context: Context, ticket: TicketDoc): Promise<TicketDoc | undefined> {
  const { clocks, messages } = ticket;
  const now = context.clock.now();
  const policy = policyFor(await policiesNow(context), ticket);
  const due = alarmsOf(ticket, policy).filter(({ at }) => at <= now);
  // A warning that comes with what it warns of is none.
  const alarm = due.find(({ kind }) => kind === 'late') ?? due[0];
  if (!alarm || !clocks) return await change(context, ticket, await context.deadlines(ticket), { messages });
  const { fields, params } = alarm.kind === 'late' ? await escalation(context, ticket, policy) : NOTHING;
  const open: OpenAlarm = {
    key: alarm.key,
    n: messages + 1,
    at: now,
    line: await lineOf(context, ticket, alarm, params),
    fields: differing(ticket, fields),
  };
  const done = [...new Set([...clocks.done, alarm.key, alarm.key.replace('late:', 'warn:')])];
  const next = { ...fields, clocks: { ...clocks, done, open } };
  return await advanceIf(
    context,
    ticket,
    { ...next, ...(await context.deadlines({ ...ticket, ...next })) },
    { messages },
  );
}

async function lineOf(
  context: Context,
  ticket: TicketDoc,
  { kind, clock, by }: Alarm,
  more: Record<string, string>,
): Promise<OpenAlarm['line']> {
  const agents = await toBeTold(context, ticket, kind);
  const names = await agentNames(context, agents);
  const told = agents.flatMap((id) => names.get(id) ?? []).join(', ');
  const params = { clock, by: by.toISOString(), ...more, told, agents: agents.join(' ') };
  return { kind: kind === 'late' ? 'deadlineMissed' : 'deadlineNear', params };
}

interface Escalation {
  fields: Partial<TicketDoc>;
  params: Record<string, string>;
}
const NOTHING: Escalation = { fields: {}, params: {} };

/** What a missed deadline changes of its ticket, and how its line says so. Whoever is not there any more gets nothing. */
async function escalation(context: Context, ticket: TicketDoc, policy: Policy | undefined): Promise<Escalation> {
  const { raise = false, team, agent } = policy ?? {};
  const priority = Math.min(ticket.priority + 1, PRIORITIES.length);
  const raised = raise && priority > ticket.priority;
  const assignee = agent && (await Agents(context).exists({ _id: agent, active: true })) ? agent : undefined;
  const to = team && team !== String(ticket.team) ? team : undefined;
  const teamName = to && (await teamNames(context, [to])).get(to);
  const given = assignee !== undefined && assignee !== String(ticket.assignee);
  const moved = teamName !== undefined && !given;
  return {
    fields: {
      ...(raised ? { priority } : {}),
      ...(given || moved
        ? assigned(context, ticket, { assignee: given ? assignee : null, ...(teamName && to ? { team: to } : {}) })
        : {}),
    },
    params: {
      ...(raised ? { priority: PRIORITIES[priority - 1] ?? '' } : {}),
      ...(given ? { agent: (await agentNames(context, [assignee])).get(assignee) ?? '' } : {}),
      ...(teamName ? { team: teamName } : {}),
    },
  };
}

/** Each step may run again. */
async function finish(context: Context, ticket: TicketDoc, open: OpenAlarm): Promise<void> {
  const { key, n, line, fields = [] } = open;
  for (const agent of (line.params.agents ?? '').split(' ').filter(Boolean))
    for (const list of ['mentioned', 'mentions'] as const) await markAgent(context, ticket._id, list, agent, true);
  const names = ['due', 'mentions', ...fields];
  await tellLineOnce(context, ticket, SLA, { line, n, clientId: `deadline ${key}`, fields: names });
  let now = ticket;
  for (let tries = 0; tries < TRIES && now.clocks?.open?.key === key; tries += 1) {
    const { open: _ended, ...clocks } = now.clocks;
    const set = await context.deadlines({ ...now, clocks });
    const { messages, due = null } = now;
    if (await change(context, now, set, { messages, due, 'clocks.open.key': key })) break;
    now = await ticketById(context, String(ticket._id));
  }
}
