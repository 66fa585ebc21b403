import type { Standing, TicketDoc } from '../model.ts';

/** What of a ticket a merge changes. */
export const standingOf = (ticket: TicketDoc): Standing => ({
  status: ticket.status,
  queued: ticket.queued,
  handler: ticket.handler,
  waitingSince: ticket.waitingSince,
  snoozedUntil: ticket.snoozedUntil,
  solvedAt: ticket.solvedAt,
  closedAt: ticket.closedAt,
  reopenedAt: ticket.reopenedAt,
});

/** Whether a ticket still stands so. */
export const standsSo = (ticket: TicketDoc, standing: Standing): boolean =>
  JSON.stringify(standingOf(ticket)) === JSON.stringify(standingOf({ ...ticket, ...standing }));
