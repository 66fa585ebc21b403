import type { FilingFacts } from '../context.ts';
import { firstMatch } from '../tickets/conditions/match.ts';
import { PRIORITIES, type TicketDoc } from '../tickets/model.ts';
import { stageOf } from '../tickets/steps/machine.ts';
import type { Asked, AutomationDoc, Deeds, Happening } from './model.ts';

type Rule = Pick<AutomationDoc, 'trigger' | 'conditions' | 'deeds'>;

/** Whether a ticket is as a rule asks, now. */
export function fits({ conditions }: Rule, ticket: TicketDoc, facts: FilingFacts): boolean {
  if (ticket.spam || ticket.merged || ticket.erased || ticket.history) return false;
  return FURTHER.every((test) => test(conditions, ticket)) && firstMatch([{ conditions }], facts) !== undefined;
}

/** What is asked besides what rules of routing ask: what is not asked for holds. */
const FURTHER: readonly ((asked: Asked, ticket: TicketDoc) => boolean)[] = [
  ({ status }, ticket) => !status || status.includes(ticket.status),
  ({ stage }, ticket) => !stage || stage.includes(stageOf(ticket).name),
  ({ teams }, { team }) => !teams || teams.includes(String(team)),
  ({ assigned }, { assignee }) => assigned === undefined || assigned === (assignee !== null),
  ({ rating }, ticket) => !rating || rating.includes(ticket.rating ?? 0),
];

/** Which happenings a change of these fields of a ticket is. */
export const happeningsOf = (fields: readonly string[]): Happening[] =>
  CHANGES.filter(({ field }) => fields.includes(field)).map(({ on }) => on);

const CHANGES: readonly { field: string; on: Happening }[] = [
  { field: 'status', on: 'status' },
  { field: 'stage', on: 'stage' },
  { field: 'priority', on: 'priority' },
  { field: 'assignee', on: 'assignee' },
  { field: 'team', on: 'team' },
  { field: 'tags', on: 'tags' },
  { field: 'rating', on: 'rated' },
];

/** Whether what one rule does is what another one answers, as far as can be said without a ticket. */
export function leadsTo({ deeds }: Pick<Rule, 'deeds'>, { trigger, conditions }: Rule): boolean {
  if (trigger.on === 'time') return deeds.status === trigger.status && mayBeSo(deeds, conditions);
  return causedBy(deeds).includes(trigger.on) && mayBeSo(deeds, conditions);
}

function causedBy({ status, priority, team, assignee, tags }: Deeds): Happening[] {
  return [
    ...(status ? (['status'] as const) : []),
    ...(priority ? (['priority'] as const) : []),
    ...(team ? (['team'] as const) : []),
    ...(assignee === undefined ? [] : (['assignee'] as const)),
    ...(tags?.add?.length || tags?.remove?.length ? (['tags'] as const) : []),
  ];
}

/** Whether a ticket can be as asked right after that was done. */
function mayBeSo({ status, priority, type, team, tags }: Deeds, asked: Asked): boolean {
  const removed = tags?.remove ?? [];
  const place = priority === undefined ? 0 : PRIORITIES.indexOf(priority) + 1;
  return (
    (!status || !asked.status || asked.status.includes(status)) &&
    (!place || !asked.priority || asked.priority.includes(place)) &&
    (!type || !asked.type || asked.type.includes(type)) &&
    (!team || !asked.teams || asked.teams.includes(team)) &&
    (!asked.tags || asked.tags.some((tag) => !removed.includes(tag)))
  );
}

/**
 * The rules that go round: from `to` on, each leads to the next and the last one to `from`, which has just led to `to`.
 * Empty where it ends somewhere.
 */
export function roundFrom<R extends Rule>(rules: readonly R[], from: R, to: R): R[] {
  const ways: R[][] = [[to]];
  const seen = new Set<R>([to]);
  for (let way = ways.shift(); way; way = ways.shift()) {
    const last = way.at(-1) as R;
    if (leadsTo(last, from)) return [from, ...way];
    for (const next of rules)
      if (next !== from && !seen.has(next) && leadsTo(last, next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
  }
  return [];
}
