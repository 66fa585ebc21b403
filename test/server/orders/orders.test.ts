import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuditLog } from '../../../server/audit/model.ts';
import { addToken } from '../../../server/agents/token.ts';
import { mergeCustomers } from '../../../server/customers/merge.ts';
import { customerByEmail } from '../../../server/customers/find.ts';
import { Orders } from '../../../server/orders/model.ts';
import type { OrderList, OrderView } from '../../../server/orders/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { read } from '../privacy/export/desk.ts';

let app: TestApp;
let bearer: string;
let agent: string;
beforeAll(async () => {
  app = await buildTestApp();
  bearer = `Bearer ${await addToken(app.context, 'shop', ['orders:write', 'orders:read'])}`;
  ({ cookie: agent } = await app.signIn('agent'));
  const { cookie } = await app.signIn('admin');
  const shop = { timeZone: 'Europe/Bucharest', warrantyMonths: 24, returnDays: 14 };
  await app.inject({ method: 'PUT', url: '/api/v1/shop', headers: { cookie }, payload: shop });
});
afterAll(() => app.close());

const lamp = { sku: 'L-1', name: 'Lampă de birou', quantity: 2, price: 49.9, serial: 'SN-77', warrantyMonths: 36 };
const order = (email: string, more: object = {}) => ({
  ...{ email, placedAt: '2026-03-01', deliveredAt: '2026-03-05', currency: 'RON', items: [lamp] },
  ...more,
});
const put = (number: string, payload: object, headers: Record<string, string> = { authorization: bearer }) =>
  app.inject({ method: 'PUT', url: `/api/v1/orders/${encodeURIComponent(number)}`, headers, payload });
const get = (url: string, cookie = agent) => app.inject({ url: `/api/v1${url}`, headers: { cookie } });
const ownerOf = async (email: string) => String((await customerByEmail(app.context, email))?._id);

it('is told to nobody who has not signed in, and changed by no agent', async () => {
  expect((await put('A-1', order('ana@people.test'), {})).statusCode).toBe(401);
  expect((await put('A-1', order('ana@people.test'), { cookie: agent })).statusCode).toBe(403);
  for (const url of ['/orders/A-1', `/customers/${'0'.repeat(24)}/orders`])
    expect((await get(url, '')).statusCode).toBe(401);
  expect(await customerByEmail(app.context, 'ana@people.test')).toBeUndefined();
});

it('stands with its customer, sealed, with the warranty of each item', async () => {
  const made = await put('A-1001', order('Ana@People.test', { name: 'Ana Pop' }));
  expect([made.statusCode, made.json()]).toEqual([
    201,
    {
      ...{ number: 'A-1001', customer: await ownerOf('ana@people.test'), currency: 'RON' },
      ...{ placedAt: '2026-02-28T22:00:00.000Z', deliveredAt: '2026-03-04T22:00:00.000Z' },
      ...{ placedOn: '2026-03-01', deliveredOn: '2026-03-05' },
      ...{ state: 'delivered', shippedAt: null, shippedOn: null, carrier: null, trackingUrl: null },
      items: [
        { ...lamp, returnable: true, warranty: { state: expect.stringMatching(/covered|ended/), until: '2029-03-05' } },
      ],
    },
  ]);
  expect((await get('/orders/%23a-1001')).json()).toEqual(made.json());
  expect((await get(`/customers/${made.json<OrderView>().customer}/orders`)).json()).toEqual({
    items: [made.json()],
    next: null,
  });
  const stored = JSON.stringify(await Orders(app.context).find().lean());
  expect(stored).not.toMatch(/A-1001|Lamp|SN-77|people/i);
});

it('the same again is the same; otherwise it is put in its place, whole', async () => {
  const acts = () => AuditLog(app.context).countDocuments({ act: /^order/ });
  const before = await acts();
  const again = await put('a-1001', order('ana@people.test', { name: 'Ana Pop' }));
  // The number is kept as the shop wrote it last.
  expect([again.statusCode, again.json<OrderView>().number]).toEqual([200, 'a-1001']);
  expect((await put('a-1001', order('ana@people.test', { name: 'Ana Pop' }))).statusCode).toBe(200);
  expect(await acts()).toBe(before + 1);
  const items = [{ sku: 'K-2', name: 'Kettle', quantity: 1 }];
  const changed = await put('A-1001', order('ana@people.test', { deliveredAt: null, items }));
  expect(changed.json()).toMatchObject({
    deliveredAt: null,
    items: [{ sku: 'K-2', price: null, serial: null, warranty: { state: 'undelivered', until: null } }],
  });
  expect(await Orders(app.context).countDocuments()).toBe(1);
});

it('says how far it is: placed, sent with its carrier, delivered', async () => {
  const trackingUrl = 'https://parcels.example/track/77';
  const away = { shippedAt: '2026-03-03', carrier: 'Parcels', trackingUrl };
  const open = { deliveredAt: null };
  expect((await put('S-1', order('sue@people.test', open))).json()).toMatchObject({ state: 'placed' });
  expect((await put('S-1', order('sue@people.test', { ...open, ...away }))).json()).toMatchObject({
    ...{ state: 'shipped', shippedOn: '2026-03-03', carrier: 'Parcels', trackingUrl },
  });
  const item = { ...lamp, returnable: false };
  const last = await put('S-1', order('sue@people.test', { ...away, items: [item] }));
  expect(last.json()).toMatchObject({ state: 'delivered', items: [{ returnable: false }] });
  expect((await put('S-1', order('sue@people.test'))).json()).toMatchObject({ trackingUrl: null, shippedOn: null });
});

it('of many who say the same at once one is stored', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => put('A-2', order('bea@people.test'))));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([...Array<number>(7).fill(200), 201]);
  expect((await get(`/customers/${await ownerOf('bea@people.test')}/orders`)).json<OrderList>().items).toHaveLength(1);
});

it('goes to another customer, under their key', async () => {
  await put('A-3', order('bea@people.test'));
  await put('A-3', order('cleo@people.test'));
  const numbers = async (email: string) =>
    (await get(`/customers/${await ownerOf(email)}/orders`)).json<OrderList>().items.map(({ number }) => number);
  expect([await numbers('bea@people.test'), await numbers('cleo@people.test')]).toEqual([['A-2'], ['A-3']]);
  expect((await get('/orders/A-3')).json<OrderView>().items[0]?.name).toBe(lamp.name);
});

it('records that are one person have all orders, page by page, newest first', async () => {
  for (const n of [1, 2, 3]) await put(`D-${n}`, order('dan@people.test', { placedAt: `2026-02-0${n}` }));
  await put('D-4', order('dan@work.test', { placedAt: '2026-02-02T12:00:00Z' }));
  await mergeCustomers(app.context, await ownerOf('dan@work.test'), await ownerOf('dan@people.test'));
  const url = `/customers/${await ownerOf('dan@work.test')}/orders?limit=3`;
  const first = (await get(url)).json<OrderList>();
  const rest = (await get(`${url}&after=${first.next}`)).json<OrderList>();
  expect([first.items, rest.items].map((items) => items.map(({ number }) => number))).toEqual([
    ['D-3', 'D-4', 'D-2'],
    ['D-1'],
  ]);
  expect(rest.next).toBeNull();
});

it.each([
  ['no address', { email: 'ana' }, 400],
  ['no items', { items: [] }, 400],
  ['half a piece', { items: [{ ...lamp, quantity: 0.5 }] }, 400],
  ['a negative price', { items: [{ ...lamp, price: -1 }] }, 400],
  ['what nobody knows', { colour: 'red' }, 400],
  ['a day that is none', { placedAt: '2026-02-30' }, 422],
  ['a time without its distance from UTC', { placedAt: '2026-02-03T10:00' }, 400],
  ['sent before it was placed', { shippedAt: '2026-02-28' }, 422],
  ['a link that is none', { trackingUrl: 'javascript:alert(1)' }, 400],
  ['delivered before it was placed', { deliveredAt: '2026-02-28' }, 422],
])('refuses %s', async (_, wrong, status) => {
  expect((await put('W-1', order('wrong@people.test', wrong))).statusCode).toBe(status);
  expect((await get('/orders/W-1')).statusCode).toBe(404);
  expect(await customerByEmail(app.context, 'wrong@people.test')).toBeUndefined();
});

it('is in the archive of its customer, and goes with them', async () => {
  await put('E-1', order('eva@people.test'));
  const id = await ownerOf('eva@people.test');
  const { cookie } = await app.signIn('admin');
  const archive = read((await get(`/customers/${id}/export`, cookie)).rawPayload);
  const { warrantyMonths: _, ...told } = lamp;
  expect(archive.data.orders).toMatchObject([{ number: 'E-1', currency: 'RON', items: [told] }]);
  expect(archive.page).toMatch(/E-1[^]*Lampă de birou \(L-1\)[^]*SN-77/);
  const erasure = { method: 'POST', headers: { cookie }, payload: { confirm: id } } as const;
  const asked = await app.inject({ ...erasure, url: `/api/v1/customers/${id}/erasure` });
  expect(asked.statusCode, asked.body).toBeLessThan(300);
  await eventually(async () => expect((await get('/orders/E-1')).statusCode).toBe(404));
  expect((await get(`/customers/${id}/orders`)).statusCode).toBe(410);
});
