import type { Context } from '../../context.ts';
import type { TicketPage } from '../list.ts';
import { presentTickets } from '../present.ts';
import type { ListedTicket } from '../schema.ts';
import { hitsOn } from './hit.ts';

/** A page of a list as it leaves the house; after a search with where it was found. */
export async function presentPage(
  context: Context,
  { tickets, names: known, query, next }: TicketPage,
): Promise<{ items: ListedTicket[]; next: string | null }> {
  const presented = presentTickets(context, tickets, known);
  if (!query) return { items: await presented, next };
  const names = presented.then((views) => new Map(views.map(({ customer }) => [customer.id, customer.name])));
  const [views, hits] = await Promise.all([presented, hitsOn(context, query, tickets, names)]);
  return { items: views.map((view) => ({ ...view, hit: hits.get(view.id) })), next };
}
