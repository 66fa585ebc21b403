import type { Context, FilingFacts } from '../../context.ts';
import { Customers, type CustomerDoc } from '../../customers/model.ts';
import { Messages, type MessageDoc } from '../message-model.ts';
import { Tickets, type TicketDoc } from '../model.ts';
import { filingCustomer } from '../open.ts';
import { opened } from '../../vault/sealed.ts';

/**
 * What rules can ask about tickets that are there, by hex id: three questions for all. Those whose first message or
 * customer is missing, or whose words nobody can read any more, are left out.
 */
export async function factsOf(context: Context, tickets: TicketDoc[]): Promise<Map<string, FilingFacts>> {
  const ids = tickets.map((ticket) => ticket._id);
  const first = await Messages(context)
    .find({ ticket: { $in: ids }, n: 1 })
    .lean<MessageDoc[]>();
  const customers = await Customers(context)
    .find({ _id: { $in: tickets.map(({ customer }) => customer) } })
    .lean<CustomerDoc[]>();
  const texts = new Map(first.map((doc) => [String(doc.ticket), opened(context, Messages, doc).text ?? '']));
  const known = new Map(customers.map((doc) => [String(doc._id), opened(context, Customers, doc)]));
  return new Map(
    tickets.flatMap((ticket) => {
      const [text, customer] = [texts.get(String(ticket._id)), known.get(String(ticket.customer))];
      if (text === undefined || !customer?.values) return [];
      const { subject = '', fields } = opened(context, Tickets, ticket);
      const facts = { subject, fields: fields ?? {}, text: `${subject}\n${text}`, customer: filingCustomer(customer) };
      return [[String(ticket._id), { ...ticket, ...facts }] as const];
    }),
  );
}
