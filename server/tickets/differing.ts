import type { TicketDoc } from './model.ts';

/** The names of those fields that a change makes other than they are; what is absent is as null. */
export const differing = (ticket: TicketDoc, change: Partial<TicketDoc>): string[] =>
  Object.keys(change).filter((name) => written(ticket, name) !== written(change, name));

const written = (doc: object, name: string): string => JSON.stringify(doc[name as never] ?? null);
