import type { Context } from '../../context.ts';
import { loadCustomer } from '../../customers/find.ts';
import { stepMessage, stepTexts } from '../../messages/steps.ts';
import { shopFacts } from '../../settings/shop.ts';
import type { Language } from '../envelopes.ts';
import type { TicketDoc } from '../model.ts';
import { ownMessage } from './messages/own.ts';
import type { Details } from './table.ts';

/** In which language the customer is told of a step, and what stands in for the placeholders of its message. */
export async function wordsOf(
  context: Context,
  ticket: TicketDoc,
): Promise<{ language: Language; values: Record<string, string> }> {
  const [customer, shop] = await Promise.all([loadCustomer(context, String(ticket.customer)), shopFacts(context)]);
  return {
    language: ticket.language ?? customer.language ?? shop.languages[0] ?? 'en',
    values: {
      number: `#${ticket.number}`,
      address: shop.returnAddress || shop.address,
    },
  };
}

/** What the customer is told of a step, in their language. */
export async function messageFor(
  context: Context,
  ticket: TicketDoc,
  { step, details = {} }: { step: string; details?: Details },
): Promise<string> {
  const { language, values } = await wordsOf(context, ticket);
  const own = await ownMessage(context, language, ticket.type, step);
  return stepMessage(await stepTexts[language](), { type: ticket.type, step, details, values }, own);
}
