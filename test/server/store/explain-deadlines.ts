import { expect } from 'vitest';
import { alarming } from '../../../server/sla/loop.ts';
import { followCustomers } from '../../../server/sla/reclass.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import type { TestApp } from '../../support/app.ts';

/** What deadlines ask: their lists, the sweep, and the tickets of customers whose class was changed. */
export async function deadlinesAsked(app: TestApp, cookie: string): Promise<void> {
  const get = async (query: string) => {
    const answer = await app.inject({ url: `/api/v1/tickets?limit=50&${query}`, headers: { cookie } });
    expect([query, answer.statusCode]).toEqual([query, 200]);
    return answer.json() as { items: TicketView[]; next: string | null };
  };
  for (const query of ['sort=due', 'sort=due&assignee=me', `sort=due&team=${'a'.repeat(24)}&type=return`]) {
    const { next } = await get(query);
    if (next) await get(`${query}&after=${next}`);
  }
  await alarming(app.context, app.context.clock.now());
  const url = `/api/v1/customers/${(await get('sort=due')).items[0]?.customer.id}`;
  const changed = await app.inject({ method: 'PUT', url, headers: { cookie }, payload: { class: 'vip' } });
  expect(changed.statusCode).toBe(200);
  await followCustomers(app.context);
}
