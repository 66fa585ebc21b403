import type { InboxTexts } from '../../../server/messages/inbox/en.ts';
import type { WorkTexts } from '../../../server/messages/work/en.ts';
import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import { fill } from '../state/texts.svelte.ts';
import type { Ref } from '../state/views.ts';

/** What is done to a ticket; `snooze` in the words in which it is said. */
export type Acts = Omit<TicketActs, 'snooze'> & { snooze?: string };

export interface Known {
  t: InboxTexts;
  work: WorkTexts;
  agents: readonly Ref[];
  teams: readonly Ref[];
}

/** What acts do, in few words: "status Solved, + refund". */
export function actsInWords(acts: Acts, { t, work, agents, teams }: Known): string {
  const named = (all: readonly Ref[], id: string) => all.find((one) => one.id === id)?.name ?? '…';
  const words: string[] = [];
  const say = (text: string, values: Record<string, string> = {}) => words.push(fill(text, values));
  const { assignee, team, status, priority, type, tags, snooze, spam } = acts;
  if (assignee === 'me') say(work.acts.take);
  else if (assignee) say(work.acts.assign, { agent: named(agents, assignee) });
  else if (assignee === null) say(work.acts.unassign);
  if (team) say(work.acts.team, { team: named(teams, team) });
  else if (team === null) say(work.acts.noTeam);
  if (type) say(work.acts.type, { to: t.type[type] });
  if (priority) say(work.acts.priority, { to: t.priority[priority] });
  if (tags?.add?.length) say(work.acts.add, { tags: tags.add.join(', ') });
  if (tags?.remove?.length) say(work.acts.remove, { tags: tags.remove.join(', ') });
  if (status) say(work.acts.status, { to: t.status[status] });
  if (snooze) say(work.acts.snooze, { when: snooze });
  if (spam !== undefined) say(spam ? work.acts.spam : work.acts.notSpam);
  return words.join(' · ');
}
