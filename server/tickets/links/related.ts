import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { opened } from '../../vault/sealed.ts';
import { Tickets, type TicketDoc } from '../model.ts';
import { presentTickets } from '../present.ts';
import { linksOf } from './link.ts';
import type { RelatedTicket, RelatedView } from './schema.ts';

/** What a ticket is linked with, and what was merged into it, the latest last. */
export async function relatedTo(context: Context, ticket: TicketDoc): Promise<RelatedView> {
  const [links, merged] = await Promise.all([
    linksOf(context, ticket._id),
    Tickets(context).find({ 'merged.into': ticket._id }).sort({ number: 1 }).lean<TicketDoc[]>(),
  ]);
  const others = await ticketsById(
    context,
    links.map(({ other }) => other),
  );
  return {
    merged: await present(context, merged),
    links: links.flatMap(({ other, kind }) => {
      const known = others.get(String(other));
      return known ? [{ kind, ticket: known }] : [];
    }),
  };
}

async function ticketsById(context: Context, ids: Types.ObjectId[]): Promise<Map<string, RelatedTicket>> {
  if (ids.length === 0) return new Map();
  const docs = await Tickets(context)
    .find({ _id: { $in: ids } })
    .lean<TicketDoc[]>();
  return new Map((await present(context, docs)).map((one) => [one.id, one]));
}

async function present(context: Context, docs: TicketDoc[]): Promise<RelatedTicket[]> {
  const views = await presentTickets(
    context,
    docs.map((doc) => opened(context, Tickets, doc)),
  );
  return views.map(({ id, number, subject, snippet, status, customer, messages }) => ({
    ...{ id, number, status, messages, subject: subject || snippet },
    customer: { id: customer.id, name: customer.name },
  }));
}
