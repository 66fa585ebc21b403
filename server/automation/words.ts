import type { Context } from '../context.ts';
import { loadCustomer } from '../customers/find.ts';
import type { CustomerDoc } from '../customers/model.ts';
import { SHOP_VARIABLES, shopValues } from '../messages/shop-values.ts';
import { fillVariables, unfilled } from '../messages/variables.ts';
import { shopFacts } from '../settings/shop.ts';
import { LANGUAGES } from '../tickets/envelopes.ts';
import type { TicketDoc } from '../tickets/model.ts';
import type { Deeds } from './model.ts';

const OF_TICKET = ['ticket.number', 'ticket.subject', 'customer.name', 'customer.firstname', 'order', 'product'];

/** Every value that a rule's message can name: each stands for itself. */
export const VALUE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  [...OF_TICKET, ...SHOP_VARIABLES].map((name) => [name.toLowerCase(), name]),
);

/**
 * A rule's message for a ticket's customer: in their language where it stands in it, else in the shop's first one, in
 * English, in any. Undefined where a value that it names is not known; of whoever may be anybody nothing is that they
 * wrote.
 */
export async function messageFor(
  context: Context,
  ticket: TicketDoc,
  texts: NonNullable<Deeds['message']>,
  anybody: boolean,
): Promise<string | undefined> {
  const [customer, shop] = await Promise.all([loadCustomer(context, String(ticket.customer)), shopFacts(context)]);
  const wanted = [ticket.language, customer.language, ...shop.languages, 'en' as const, ...LANGUAGES];
  const language = wanted.find((one) => one && texts[one]);
  const filled = fillVariables((language && texts[language]) ?? '', {
    ...shopValues(shop),
    'ticket.number': `#${ticket.number}`,
    ...(anybody ? {} : writtenValues(ticket, customer)),
  });
  return filled.trim() && unfilled(filled).length === 0 ? filled : undefined;
}

const writtenValues = ({ subject, fields }: TicketDoc, { name }: Pick<CustomerDoc, 'name'>) => ({
  'ticket.subject': subject,
  order: fields?.['order'],
  product: fields?.['product'],
  'customer.name': name,
  'customer.firstname': name.trim().split(/\s+/)[0],
});
