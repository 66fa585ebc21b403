import type { MacroActs } from '../../../server/macros/schema.ts';
import type { TicketActs } from '../../../server/tickets/acts/schema.ts';
import { parseWhen } from '../when/when.ts';

/** What a macro does, with its words for a time read now; undefined when they are not understood. */
export function resolved({ snooze, ...acts }: MacroActs, now = new Date()): TicketActs | undefined {
  if (snooze === undefined) return acts;
  const at = parseWhen(snooze, now);
  return at && { ...acts, snooze: at.toISOString() };
}
