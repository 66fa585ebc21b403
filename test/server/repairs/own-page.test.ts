import { afterAll, beforeAll, expect, it } from 'vitest';
import { RepairPoints } from '../../../server/repairs/point-model.ts';
import type { RepairView } from '../../../server/repairs/schema.ts';
import { bound, openOwnDesk, type OwnDesk } from '../help/own-desk.ts';
import { repairing, WORK } from './desk.ts';

let desk: OwnDesk;
const { get, post, ticket: ticketOf, solve } = bound(() => desk);
const { point, ticket, offer, mails } = repairing(() => desk);
beforeAll(async () => {
  desk = await openOwnDesk();
  await point({ address: 'Market 1' });
});
afterAll(() => desk.close());

/** The page of a repair, as the mail that offers it names it. */
const mailed = async (email: string): Promise<string> => {
  const [offered] = await mails(email, 1);
  return new URL(/https?:\S+\/repair/.exec(offered?.text ?? '')?.[0] ?? '').pathname;
};
const repairOf = async (number: number): Promise<RepairView> =>
  (await desk.call('GET', `/tickets/${number}/repairs`)).json<{ items: RepairView[] }>().items.at(-1)!;
const timesOn = (page: string): string[] => [...page.matchAll(/name="slot" value="([^"]+)"/g)].map(([, slot]) => slot!);

it('tells nothing to who only stated the address, holds another link, or none', async () => {
  const one = await ticket();
  const other = await ticket();
  for (const { number } of [one, other]) await offer(number, { where: { address: 'Hidden street 9' } });
  const others = await mailed(other.email);
  const repair = await repairOf(one.number);
  for (const [path, known] of [
    [`${one.link}/repair`, false],
    [`/help/en/requests/${'x'.repeat(60)}/repair`, false],
    [others.replace(/.\/repair$/, 'p/repair'), false],
    [others, true],
  ] as const) {
    const page = await get(path);
    expect(page.body.includes('Hidden street'), path).toBe(false);
    expect([path, page.body.includes(WORK)]).toEqual([path, known]);
    for (const act of ['booking', 'cancellation']) {
      if (known) continue;
      const fields: Record<string, string> =
        act === 'booking' ? { slot: timesOn((await get(others)).body)[0] ?? '' } : {};
      const answer = await post(`${path}/${act}`, fields);
      expect([303, 404]).toContain(answer.statusCode);
      expect(answer.body).not.toContain(WORK);
    }
  }
  expect(await repairOf(one.number)).toEqual(repair);
  expect((await get(one.link)).body).not.toContain('/repair"');
  // From another site nothing is done with the right link either.
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' };
  expect((await post(`${others}/cancellation`, {}, { headers })).statusCode).toBe(403);
});

it('books with the price accepted only, moves, and cancels, which waits for us then', async () => {
  const { number, email } = await ticket('ru');
  await offer(number, { charge: 'price', price: 120.5, currency: 'PLN' });
  const path = await mailed(email);
  const page = await get(path);
  expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store']);
  const [first = '', second = ''] = timesOn(page.body);
  for (const [fields, words] of [
    [{ accept: 'yes' }, 'выберите время'],
    [{ slot: 'x.1', accept: 'yes' }, 'выберите время'],
    [{ slot: first }, 'согласитесь с ценой'],
  ] as const) {
    const answer = await post(`${path}/booking`, fields);
    expect([answer.statusCode, answer.body.includes(words)]).toEqual([422, true]);
  }
  expect(await repairOf(number)).toMatchObject({ state: 'offered', acceptedAt: null, slot: null });
  const booked = await post(`${path}/booking`, { slot: first, accept: 'yes' });
  expect([booked.statusCode, booked.headers.location]).toEqual([303, `${path}?done=booked#done`]);
  expect(await repairOf(number)).toMatchObject({ state: 'booked', acceptedAt: expect.any(String) });
  expect(timesOn((await get(path)).body)).not.toContain(first);
  expect((await get(path.replace('/repair', ''))).body).toContain('Ваш ремонт: ');

  // Somebody else was quicker.
  const rival = await ticket();
  await offer(rival.number);
  const theirs = await mailed(rival.email);
  expect((await post(`${theirs}/booking`, { slot: second })).statusCode).toBe(303);
  const late = await post(`${path}/booking`, { slot: second });
  expect([late.statusCode, late.body.includes('занял')]).toEqual([409, true]);
  expect((await post(`${path}/booking`, { slot: timesOn(late.body)[0]! })).statusCode).toBe(303);
  expect(await repairOf(number)).toMatchObject({ state: 'moved' });

  await solve(number);
  await post(`${path}/cancellation`, { reason: 'Уже работает' });
  expect(await repairOf(number)).toMatchObject({ state: 'cancelled', result: { text: 'Уже работает' } });
  expect((await ticketOf(number)).status).toBe('open');
  expect((await post(`${path}/booking`, { slot: second })).statusCode).toBe(422);
});

it('says that nobody is near, and that it has begun', async () => {
  await RepairPoints(desk.app.context).updateMany({}, { $set: { regions: ['00'] } });
  const { number, email } = await ticket('pl');
  await offer(number, { where: { postcode: '99-999' } });
  expect((await get(await mailed(email))).body).toContain('nie mamy jeszcze nikogo');
  const near = await ticket('pl');
  const repair = await offer(near.number, { where: { postcode: '00-950' } });
  const path = await mailed(near.email);
  const [slot = ''] = timesOn((await get(path)).body);
  await post(`${path}/booking`, { slot });
  desk.pass(Number(slot.split('.')[1]) * 60_000 - desk.now() + 1);
  expect((await get(path)).body).toContain('Naprawa już się zaczęła');
  expect((await post(`${path}/cancellation`, {})).statusCode).toBe(422);
  await desk.call('POST', `/repairs/${repair.id}/outcome`, { done: true, text: 'Nowy kabel' });
  expect((await get(path)).body).toContain('Nowy kabel');
});
