import type { Context } from '../context.ts';
import { changeWithLine } from './event.ts';
import type { TicketDoc } from './model.ts';

/** From 1 (very bad) to 5 (very good), with what the customer says to it. */
export interface Rating {
  score: number;
  comment?: string;
}

/** Whether its customer can be asked how it went: it is settled, and goes on nowhere else. */
export const isOver = ({ status, merged }: TicketDoc): boolean =>
  (status === 'solved' || status === 'closed') && !merged;

/** Keeps how content its customer is with a ticket that is over; the last word counts. False when it is not over. */
export async function rateTicket(
  context: Context,
  ticket: TicketDoc,
  { score, comment = '' }: Rating,
): Promise<boolean> {
  if (!isOver(ticket)) return false;
  const by = { kind: 'customer' as const, id: String(ticket.customer), name: '' };
  const words = comment.trim().slice(0, 1000);
  const fields = (now: TicketDoc): Partial<TicketDoc> => {
    const { ratingComment: _, ...others } = now.fields ?? {};
    const ratedAt = context.clock.now();
    return {
      rating: score,
      ratedAt,
      fields: { ...others, rating: `${score}/5`, ...(words ? { ratingComment: words } : {}) },
    };
  };
  const line = { kind: 'rated' as const, params: { score: String(score) } };
  const where = { status: { $in: ['solved', 'closed'] } };
  return (await changeWithLine(context, ticket, by, { fields, line, where })) !== undefined;
}
