import type { TicketDoc } from '../../tickets/model.ts';
import type { RetentionAct, RetentionWish } from './model.ts';

export const DAY_MS = 86_400_000;
/** A ticket that nothing waits for; what is open is never touched. */
export const ENDED = ['solved', 'closed'] as const;
/** How far retention has gone on a ticket (`stripped`): its files, all that was written, the customer. */
export const STRIPPED = { files: 1, redact: 2, erase: 3 } as const satisfies Record<RetentionAct, number>;

export type Aged = Pick<TicketDoc, '_id' | 'number' | 'customer' | 'status' | 'type' | 'channel' | 'activityAt'>;
export const AGED = { number: 1, customer: 1, status: 1, type: 1, channel: 1, activityAt: 1 } as const;

/** The last moment of activity with which a ticket is old enough. */
export const cutoffOf = ({ days }: Pick<RetentionWish, 'days'>, at: Date): Date =>
  new Date(at.getTime() - days * DAY_MS);

/** Does a rule mean this ticket? */
export function covers(rule: RetentionWish, ticket: Aged, at: Date): boolean {
  return (
    (ENDED as readonly string[]).includes(ticket.status) &&
    ticket.activityAt <= cutoffOf(rule, at) &&
    (rule.type === null || rule.type === ticket.type) &&
    (rule.channel === null || rule.channel === ticket.channel)
  );
}
