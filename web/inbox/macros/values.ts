import type { MacroView } from '../../../server/macros/schema.ts';
import { SHOP_VARIABLES } from '../../../server/messages/shop-values.ts';
import { fillVariables } from '../../../server/messages/variables.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { LOCALES, type Locale } from '../state/texts.svelte.ts';

/** Every variable that a text can have; looked up in lower case. */
export const VARIABLES = [
  'customer.name',
  'customer.firstName',
  'agent.name',
  'agent.firstName',
  'ticket.number',
  'ticket.subject',
  'order',
  'product',
  ...SHOP_VARIABLES,
];

/** What they stand for on a ticket; undefined where it is not known. */
export function valuesOf(ticket: TicketView, agent: string): Record<string, string | undefined> {
  // A visitor without a name has a mark only.
  const customer =
    /^#[A-Z0-9]{1,4}$/.test(ticket.customer.name) || isAddress(ticket.customer.name) ? '' : ticket.customer.name;
  return {
    'customer.name': customer,
    'customer.firstname': firstOf(customer),
    'agent.name': agent,
    'agent.firstname': firstOf(agent),
    'ticket.number': `#${ticket.number}`,
    'ticket.subject': ticket.subject,
    order: ticket.fields['order'],
    product: ticket.fields['product'],
  };
}

const firstOf = (name: string): string => name.trim().split(/\s+/)[0] ?? '';
const isAddress = (name: string): boolean => name.includes('@') && !/\s/.test(name);

/** The text of a macro for a customer: in their language, else in the agent's, in English, in any. */
export function textFor(
  { texts }: Pick<MacroView, 'texts'>,
  language: Locale | null,
  own: Locale,
): { locale: Locale; text: string } | undefined {
  const order = [...(language ? [language] : []), own, 'en' as const, ...LOCALES];
  const locale = order.find((one) => texts[one]);
  return locale ? { locale, text: texts[locale] ?? '' } : undefined;
}

/** Who writes, and what is said of the shop (`shopValues`). */
export interface Writer {
  name: string;
  locale: Locale;
  shop: Readonly<Record<string, string>>;
}

/** The same with its variables filled in; those that nobody knows stay, and must be dealt with before it is sent. */
export function filledFor(macro: MacroView, ticket: TicketView, agent: Writer) {
  const found = textFor(macro, ticket.language, agent.locale);
  return found && { ...found, text: fillVariables(found.text, { ...agent.shop, ...valuesOf(ticket, agent.name) }) };
}
