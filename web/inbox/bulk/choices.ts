import type { Choice } from '../../shared/ui/choice.ts';
import { best } from '../find.ts';
import { priorityIcons, statusIcons } from '../marks/icons.ts';
import type { Inbox } from '../state/inbox.svelte.ts';

const MOST = 50;

/** What tickets can be given, in the agent's words; an empty value stands for nobody and no team. */
export function choicesOf({
  t,
  session,
  directory,
}: Inbox): Record<'assign' | 'team' | 'status' | 'priority', Choice[]> {
  const others = directory.agents.filter(({ id, role }) => id !== session.id && role !== 'readonly');
  return {
    assign: [
      { value: 'me', label: t.ticket.assignMe },
      { value: '', label: t.ticket.unassign },
      ...others.map(({ id, name, availability }) => ({ value: id, label: name, hint: t.availability[availability] })),
    ],
    team: [
      { value: '', label: t.ticket.noTeam },
      ...directory.teams.map(({ id, name }) => ({ value: id, label: name })),
    ],
    status: (['open', 'pending', 'solved', 'closed'] as const).map((value) => ({
      value,
      label: t.status[value],
      hint: t.statusHint[value],
      icon: statusIcons[value]!,
    })),
    priority: (['urgent', 'high', 'normal', 'low'] as const).map((value) => ({
      value,
      label: t.priority[value],
      icon: priorityIcons[value]!,
    })),
  };
}

/** Tags that fit what was typed; what was typed itself where there is no such tag. */
export function tagChoices(typed: string, known: readonly string[], without: readonly string[] = []): Choice[] {
  const fresh = typed.trim().toLowerCase().slice(0, 100);
  const fitting = best(
    typed,
    known.filter((tag) => !without.includes(tag)),
    (tag) => tag,
  ).slice(0, MOST);
  const all = fresh && !fitting.includes(fresh) && !without.includes(fresh) ? [...fitting, fresh] : fitting;
  return all.map((tag) => ({ value: tag, label: tag }));
}
