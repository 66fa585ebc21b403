import { ACTIVE, type TicketDoc } from '../tickets/model.ts';

/** What belongs together: it is put back as a whole, or, where somebody has changed something of it since, not at all. */
const GROUPS = [
  ['status', 'spam', 'snoozedUntil', 'waitingSince', 'solvedAt', 'closedAt', 'reopenedAt'],
  ['assignee'],
  ['team'],
  ['priority'],
  ['type', 'typeGuessed'],
  ['tags'],
] as const;
const FIELDS = GROUPS.flat();
type Field = (typeof FIELDS)[number];

/** What a bulk change may change of a ticket. */
export type Restorable = Pick<TicketDoc, Field>;

export function restorableOf(ticket: TicketDoc): Restorable {
  const picked = Object.fromEntries(FIELDS.map((field) => [field, ticket[field] ?? null]));
  return { ...(picked as unknown as Restorable), spam: ticket.spam ?? false };
}

/**
 * The fields that bring a ticket back to how it was before a change, leaving what is not as the change left it. Empty
 * when nothing is to be put back.
 */
export function restoredFields(
  ticket: TicketDoc,
  { before, after }: { before: Restorable; after: Restorable },
): Partial<TicketDoc> {
  const now = restorableOf(ticket);
  const back = GROUPS.filter(
    (group) =>
      group.every((field) => same(now[field], after[field])) &&
      group.some((field) => !same(before[field], after[field])),
  );
  if (back.length === 0) return {};
  const fields = Object.fromEntries(back.flat().map((field) => [field, before[field]])) as Partial<TicketDoc>;
  const next = { ...ticket, ...fields };
  const waits = next.assignee === null && next.handler === 'agents' && !next.spam && ACTIVE.includes(next.status);
  return { ...fields, queued: waits };
}

/** Dates and ids by what they say. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
