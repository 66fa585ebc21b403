import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveOrder } from '../../../server/orders/save.ts';
import { judge, type Verdict } from '../../../server/tickets/purchase/window.ts';
import type { PurchaseView } from '../../../server/tickets/purchase/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
let reader: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('admin'));
  ({ cookie: reader } = await app.signIn('readonly'));
  const payload = { timeZone: 'Europe/Bucharest', returnDays: 14, warrantyMonths: 24 };
  await app.inject({ method: 'PUT', url: '/api/v1/shop', headers: { cookie }, payload });
});
afterAll(() => app.close());

// Delivered on 15 March 2026 at 22:30 UTC: in the shop (UTC+2, from the 29th on UTC+3) it was the 16th already.
it.each<[now: string, wanted: number, returned: number, verdict: Verdict, more?: object]>([
  ['2026-03-15T23:00:00Z', 1, 0, 'fits'],
  ['2026-03-29T12:00:00Z', 1, 0, 'fits'], // day 13
  ['2026-03-30T00:00:00Z', 1, 0, 'fits'], // day 14
  ['2026-03-30T20:59:59Z', 1, 0, 'fits'], // its last second
  ['2026-03-30T21:00:00Z', 1, 0, 'too-late'], // day 15
  ['2026-03-31T12:00:00Z', 1, 0, 'too-late'],
  ['2026-03-20T12:00:00Z', 3, 0, 'fits'],
  ['2026-03-20T12:00:00Z', 2, 1, 'fits'],
  ['2026-03-20T12:00:00Z', 3, 1, 'too-many'],
  ['2026-03-20T12:00:00Z', 4, 0, 'too-many'],
  ['2026-03-20T12:00:00Z', 1, 3, 'returned'],
  ['2026-03-31T12:00:00Z', 1, 3, 'returned'],
  ['2026-03-20T12:00:00Z', 1, 0, 'undelivered', { deliveredAt: null }],
  ['2026-03-20T12:00:00Z', 1, 0, 'excluded', { returnable: false }],
  ['2026-03-20T12:00:00Z', 1, 0, 'unknown', { returnDays: null }],
  ['2026-03-15T23:00:00Z', 1, 0, 'fits', { returnDays: 0 }],
  ['2026-03-16T23:00:00Z', 1, 0, 'too-late', { returnDays: 0 }],
])('at %s, %i wanted and %i of 3 returned: %s', (now, wanted, returned, verdict, more) => {
  const facts = { deliveredAt: new Date('2026-03-15T22:30:00Z'), returnDays: 14, timeZone: 'Europe/Bucharest' };
  expect(judge({ ...facts, now: new Date(now), bought: 3, wanted, returned, ...more })).toBe(verdict);
});

let count = 0;
async function bring(email: string, type: 'complaint' | 'return'): Promise<number> {
  const from = { kind: 'email' as const, value: email, name: 'Ana Pop', verified: false };
  const { done } = await mail.bring({ from, threadKeys: [`${email}/${++count}`], type });
  return await numberOf(app, (await done).ticket);
}
const ask = (method: 'GET' | 'PUT' | 'DELETE' | 'POST', path: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });
const put = (number: number, order: string, quantity = 1, as = cookie) =>
  ask('PUT', `/tickets/${number}/purchase`, { order, items: [{ sku: 'L-1', quantity }] }, as);
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const order = (number: string, email: string, deliveredAgo = 2) =>
  saveOrder(app.context, number, {
    ...{ email, placedAt: day(deliveredAgo + 2), deliveredAt: day(deliveredAgo) },
    items: [{ sku: 'L-1', name: 'Lamp', quantity: 3 }],
  });

it('is for those who may change tickets', async () => {
  await order('P-1', 'ana@people.test');
  const number = await bring('ana@people.test', 'return');
  expect((await put(number, 'P-1', 1, '')).statusCode).toBe(401);
  expect((await put(number, 'P-1', 1, reader)).statusCode).toBe(403);
  expect((await ask('GET', `/tickets/${number}/purchase`, undefined, reader)).json()).toEqual({
    ...{ order: null, deliveredOn: null, returnUntil: null, items: [] },
  });
});

it('tells nothing of an order that is somebody else’s: it is as unknown as one that there is not', async () => {
  await order('P-2', 'bea@people.test');
  const number = await bring('ana@people.test', 'return');
  const [unknown, others] = [await put(number, 'P-9999'), await put(number, 'P-2')];
  expect([unknown.statusCode, others.statusCode]).toEqual([404, 404]);
  expect(others.body).toBe(unknown.body);
  expect(JSON.stringify(others.headers).replace(/"date":"[^"]*"/, '')).toBe(
    JSON.stringify(unknown.headers).replace(/"date":"[^"]*"/, ''),
  );
  expect((await ask('GET', `/tickets/${number}/purchase`)).json()).toMatchObject({ order: null });
});

it('counts what goes back with other requests, until that is refused', async () => {
  await order('P-3', 'cleo@people.test');
  const verdict = async (number: number) =>
    (await ask('GET', `/tickets/${number}/purchase`)).json<PurchaseView>().items[0];
  const [first, second] = [await bring('cleo@people.test', 'return'), await bring('cleo@people.test', 'return')];
  expect((await put(first, 'p-3', 2)).json()).toMatchObject({
    ...{ order: 'P-3', deliveredOn: expect.any(String), returnUntil: expect.any(String) },
    items: [{ name: 'Lamp', quantity: 2, bought: 3, returned: 0, verdict: 'fits' }],
  });
  await put(second, 'P-3', 2);
  expect(await verdict(second)).toMatchObject({ returned: 2, verdict: 'too-many' });
  const refuse = { clientId: 'refuse-first', step: 'refuse', details: { reason: 'Used.' } };
  expect((await ask('POST', `/tickets/${first}/steps`, refuse)).statusCode).toBe(200);
  expect(await verdict(second)).toMatchObject({ returned: 0, verdict: 'fits' });
  await put(second, 'P-3', 3);
  expect(await verdict(first)).toMatchObject({ returned: 3, verdict: 'returned' });
  await ask('DELETE', `/tickets/${second}/purchase`);
  expect(await verdict(first)).toMatchObject({ returned: 0, verdict: 'fits' });
  expect((await put(first, 'P-3', 1)).statusCode).toBe(200);
  const other = { order: 'P-3', items: [{ sku: 'K-9', quantity: 1 }] };
  expect((await ask('PUT', `/tickets/${first}/purchase`, other)).statusCode).toBe(422);
});

it('shows of a complaint whether it is under warranty, and what was wrong before', async () => {
  await order('P-4', 'dan@people.test', 40);
  const [before, now] = [await bring('dan@people.test', 'complaint'), await bring('dan@people.test', 'complaint')];
  await put(before, 'P-4');
  await ask('POST', `/tickets/${before}/steps`, { clientId: 'examine-it', step: 'examine' });
  const details = { outcome: 'upheld', remedy: 'repair', reason: 'A loose wire.' };
  await ask('POST', `/tickets/${before}/steps`, { clientId: 'decide-it', step: 'decide', details });
  expect((await put(now, 'P-4')).json()).toMatchObject({
    items: [
      {
        verdict: 'too-late',
        warranty: { state: 'covered' },
        before: [{ number: before, type: 'complaint', stage: 'decided', outcome: 'upheld' }],
      },
    ],
  });
});
