import { Types } from 'mongoose';
import { addToken } from '../../../server/agents/token.ts';
import { Orders } from '../../../server/orders/model.ts';
import type { TestApp } from '../../support/app.ts';
import { repairs } from './explain-repairs.ts';

/** What a shop's system says, agents see, and is repaired, among two thousand orders. */
export async function orders(app: TestApp, asAgent: (url: string) => Promise<unknown>): Promise<void> {
  const { items: tickets } = (await asAgent('/api/v1/tickets?limit=100')) as { items: { customer: { id: string } }[] };
  const theirs = tickets.map(({ customer }) => new Types.ObjectId(customer.id));
  const docs = Array.from({ length: 2_000 }, (_, n) => ({
    ...{
      v: 1,
      customer: theirs[n % theirs.length],
      numberHash: `seeded ${n}`,
      digest: '',
      deliveredAt: null,
      currency: null,
    },
    placedAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
  }));
  await Orders(app.context).collection.insertMany(docs as never);
  const headers = { authorization: `Bearer ${await addToken(app.context, 'shop', ['orders:write'])}` };
  for (const quantity of [1, 2]) {
    const items = [{ sku: 'L', name: 'Lamp', quantity }];
    const payload = { email: 'shop@people.test', placedAt: '2026-03-01', items };
    await app.inject({ method: 'PUT', url: '/api/v1/orders/X-1', headers, payload });
  }
  await asAgent('/api/v1/orders/X-1');
  const url = `/api/v1/customers/${String(theirs[0])}/orders?limit=3`;
  const { next } = (await asAgent(url)) as { next: string };
  await asAgent(`${url}&after=${next}`);
  // What else there is about the same order.
  const order = await Orders(app.context).findOne({ numberHash: 'seeded 3' }, { _id: 1 }).lean();
  await app.context.db.collection('tickets').updateOne({ number: 17 }, { $set: { order: order?._id } });
  await asAgent('/api/v1/tickets/17/purchase');
  await repairs(app);
}
