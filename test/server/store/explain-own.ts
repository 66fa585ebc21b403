import { expect } from 'vitest';
import { ownTickets } from '../../../server/help/own/list.ts';
import { ownMessage, ownThread } from '../../../server/help/own/thread.ts';
import { marksOf } from '../../../server/help/usefulness/mark.ts';
import { usefulness } from '../../../server/help/usefulness/usefulness.ts';
import { loadTicket } from '../../../server/tickets/find.ts';
import { followed, followToken } from '../../../server/tickets/follow.ts';
import { addressOfCustomer } from '../../../server/tickets/ways.ts';
import type { TestApp } from '../../support/app.ts';

/**
 * What the customer's own pages ask: a request by its link, proved and not, and all requests of an address. And which
 * articles were of use.
 */
export async function askOwn({ context }: TestApp, number: number): Promise<void> {
  const ticket = await loadTicket(context, number);
  const email = (await addressOfCustomer(context, ticket, 'email')) ?? '';
  for (const proved of [true, false]) {
    const link = await followed(context, followToken(context, ticket, email, proved));
    expect(link?.ticket.number).toBe(number);
    if (!link) continue;
    await ownThread(context, link);
    await ownThread(context, link, 2);
    await ownMessage(context, link, 1);
  }
  expect(await followed(context, 'x')).toBeUndefined();
  expect((await ownTickets(context, email)).length).toBeGreaterThan(0);
  await marksOf(context, ticket._id);
  await usefulness(context, ticket.language ?? 'en');
}
