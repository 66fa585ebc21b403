import type { MacroView } from '../../../server/macros/schema.ts';
import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import { fill } from '../state/texts.svelte.ts';
import { fullTime } from '../state/times.ts';
import { resolved } from './resolve.ts';
import { actsInWords } from './words.ts';

/** What a macro does from now on; undefined, and told, when its words for a time are not understood. */
export function macroActs(inbox: Inbox, { acts }: MacroView): TicketActs | undefined {
  const now = resolved(acts ?? {});
  if (!now) inbox.toasts.error(fill(inbox.work.t!.macros.snoozeWrong, { words: acts?.snooze ?? '' }));
  return now;
}

/** Makes the changes of a macro, but for those that were made already, and says what was done. */
export async function applyMacro(
  inbox: Inbox,
  ticket: TicketView,
  macro: MacroView,
  without: readonly (keyof TicketActs)[] = [],
): Promise<void> {
  const acts = macroActs(inbox, macro);
  const left = Object.fromEntries(Object.entries(acts ?? {}).filter(([name]) => !without.includes(name as never)));
  if (Object.keys(left).length === 0) return;
  const todo = left as TicketActs;
  if (await inbox.actions.act(ticket, todo))
    inbox.toasts.info(fill(inbox.work.t!.macros.done, { what: sayActs(inbox, todo) }));
}

/** What is done, in few words. */
export function sayActs(inbox: Inbox, { snooze, ...acts }: TicketActs): string {
  const { directory, texts } = inbox;
  const when = snooze ? { snooze: fullTime(texts.locale, snooze) } : {};
  const known = { t: texts.t, work: inbox.work.t!, agents: directory.agents, teams: directory.teams };
  return actsInWords({ ...acts, ...when }, known);
}
