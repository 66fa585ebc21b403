import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../server/audit/model.ts';
import { claim } from '../../../server/repairs/claim.ts';
import { sweepRepairs } from '../../../server/repairs/loop.ts';
import { RepairPoints } from '../../../server/repairs/point-model.ts';
import { RepairDays } from '../../../server/repairs/day-model.ts';
import { Repairs } from '../../../server/repairs/model.ts';
import type { PointView } from '../../../server/repairs/point-schema.ts';
import type { DayList, RepairView } from '../../../server/repairs/schema.ts';
import { slotAt } from '../../../server/repairs/slots.ts';
import { read } from '../privacy/export/desk.ts';
import { bound, openOwnDesk, type OwnDesk } from '../help/own-desk.ts';
import { repairing, WORK } from './desk.ts';

let desk: OwnDesk;
const { thread } = bound(() => desk);
const { point, ticket, offer, slots, book, stored, mails } = repairing(() => desk);
beforeAll(async () => (desk = await openOwnDesk()));
afterAll(() => desk.close());

const HOUR = 3_600_000;
const sweep = () => sweepRepairs(desk.app.context);
/** What stands in a calendar's file, its folded lines made whole. */
const lines = (file: Buffer) => file.toString('utf8').replace(/\r\n /g, '').split('\r\n');
const alone = async () => {
  await RepairPoints(desk.app.context).updateMany({}, { $set: { active: false } });
  return await point();
};

it('is for nobody without a name', async () => {
  for (const [method, url] of [
    ['GET', '/tickets/1/repairs'],
    ['POST', '/tickets/1/repairs'],
    ['GET', '/repairs'],
    ['POST', '/repairs/points'],
    ['POST', `/repairs/${'0'.repeat(24)}/booking`],
  ] as const)
    expect((await desk.app.inject({ method, url: `/api/v1${url}` })).statusCode).toBe(401);
});

describe('service points', () => {
  it.each([
    ['hours that end before they begin', { hours: [{ day: 1, from: '12:00', to: '09:00', capacity: 1 }] }],
    ['hours that overlap', { hours: [12, 11].map((h) => ({ day: 1, from: '09:00', to: `${h}:00`, capacity: 1 })) }],
    ['a time zone that there is not', { timeZone: 'Mars/Olympus' }],
    ['a day that there is not', { daysOff: [{ date: '2026-02-30', name: '' }] }],
  ])('%s are refused', async (_, body) => {
    await expect(point(body)).rejects.toThrow('unprocessable');
  });

  it('are changed and removed, which the log tells, but not while something is booked there', async () => {
    const made = await point();
    const { id, timeZone: _, ...body } = { ...made, name: 'Workshop' };
    const changed = await desk.call('PUT', `/repairs/points/${id}`, body);
    expect(changed.json<PointView>()).toEqual({ ...made, name: 'Workshop' });
    const elsewhere = await desk.call('PUT', `/repairs/points/${id}`, { ...body, timeZone: 'Europe/Kyiv' });
    expect(elsewhere.statusCode).toBe(422);
    const { number } = await ticket();
    const repair = await offer(number);
    const slot = (await slots(repair.id)).items.find((one) => one.point === id)!;
    await book(repair.id, slot);
    expect((await desk.call('DELETE', `/repairs/points/${id}`)).statusCode).toBe(409);
    await desk.call('POST', `/repairs/${repair.id}/cancellation`, {});
    expect((await desk.call('DELETE', `/repairs/points/${id}`)).statusCode).toBe(204);
    const told = await AuditLog(desk.app.context).find({ 'about.id': id }).sort({ _id: 1 }).lean();
    expect(told.map(({ act }) => act)).toEqual(['repair-point.added', 'repair-point.changed', 'repair-point.removed']);
  });
});

describe('what is offered', () => {
  it('one at a time, with a price or a warranty that there is', async () => {
    const { number } = await ticket();
    const wish = { work: 'Lamp', duration: 60 };
    const tried = async (body: object) =>
      (await desk.call('POST', `/tickets/${number}/repairs`, { ...wish, ...body })).json<{ code: string }>().code;
    expect(await tried({ charge: 'warranty' })).toBe('unprocessable');
    expect(await tried({ charge: 'warranty', sku: 'L-1' })).toBe('unprocessable');
    expect(await tried({ charge: 'price' })).toBe('unprocessable');
    expect(await tried({ charge: 'free', price: 10, currency: 'EUR' })).toBe('unprocessable');
    await offer(number);
    expect(await tried({ charge: 'free' })).toBe('already-exists');
  });

  it('under the warranty of what was bought', async () => {
    const { number, email } = await ticket();
    const item = { sku: 'L-1', name: 'Lamp', quantity: 1, warrantyMonths: 24 };
    const order = { email, placedAt: '2037-03-01', deliveredAt: '2037-03-05', items: [item] };
    await desk.call('PUT', '/orders/R-77', order);
    await desk.call('PUT', `/tickets/${number}/purchase`, { order: 'R-77', items: [{ sku: 'L-1', quantity: 1 }] });
    const repair = await offer(number, { charge: 'warranty', sku: 'L-1' });
    expect(repair.item).toEqual({ sku: 'L-1', name: 'Lamp', warranty: { state: 'covered', until: '2039-03-05' } });
  });

  it('in no region where nobody serves', async () => {
    const elsewhere = await alone();
    const { number } = await ticket();
    const far = await offer(number, { where: { postcode: '99-999', place: 'Nowhere' } });
    await RepairPoints(desk.app.context).updateMany({}, { $set: { regions: ['00-'] } });
    expect(await slots(far.id)).toEqual({ items: [], next: null, reason: 'region' });
    const other = await point({ regions: ['99'] });
    expect((await slots(far.id)).items[0]?.point).toBe(other.id);
    const refused = await book(far.id, { point: elsewhere.id, from: (await slots(far.id)).items[0]!.from });
    expect(refused.json<{ code: string }>().code).toBe('slot-taken');
  });
});

it('is booked, moved, reminded of and cancelled, each told once, and stands so in a calendar', async () => {
  await alone();
  const { number, email } = await ticket('pl');
  const where = { address: 'ul. Długa 1; m. 2, „Pod Zegarem”', postcode: '00-950', place: 'Warszawa' };
  const repair = await offer(number, { work: `${WORK}, biurko;\nmiga \\ gaśnie`, where });
  const [offered] = await mails(email, 1);
  expect(offered?.text).toMatch(/http\S+\/help\/pl\/requests\/[\w.-]{40,}\/repair/);
  expect(offered?.files).toEqual([]);

  const { items } = await slots(repair.id);
  const first = items.find(({ from }) => Date.parse(from) - desk.now() > 48 * HOUR)!;
  const second = items[items.indexOf(first) + 1]!;
  expect((await book(repair.id, first)).json<RepairView>()).toMatchObject({
    state: 'booked',
    slot: { from: first.from },
  });
  await book(repair.id, first);
  expect((await book(repair.id, second)).json<RepairView>()).toMatchObject({
    state: 'moved',
    slot: { from: second.from },
  });
  expect((await slots(repair.id)).items).toContainEqual(first);

  desk.pass(Date.parse(second.from) - desk.now() - 23 * HOUR);
  for (let n = 0; n < 2; n++) await sweep();
  await desk.call('POST', `/repairs/${repair.id}/cancellation`, { reason: 'No more' });
  await sweep();
  const [, ...told] = await mails(email, 5);
  const files = told.map(({ files }) => files.map(({ content }) => lines(Buffer.from(content))));
  expect(told.map(({ subject }) => subject?.split(' ').slice(0, 2).join(' '))).toEqual([
    ...['Termin naprawy', 'Nowy termin', 'Przypomnienie o', 'Naprawa została'],
  ]);
  expect(files.map((one) => one.length)).toEqual([1, 1, 0, 1]);
  const stamp = (iso: string) => iso.replace(/[-:]|\.000/g, '');
  const uid = files[0]?.[0]?.find((line) => line.startsWith('UID:'));
  const of = (file: string[][] | undefined, name: string) =>
    file?.[0]?.find((line) => new RegExp(`^${name}[:;]`).test(line));
  for (const [file, method, sequence, from, status] of [
    [files[0], 'REQUEST', 0, first.from, 'CONFIRMED'],
    [files[1], 'REQUEST', 1, second.from, 'CONFIRMED'],
    [files[3], 'CANCEL', 2, second.from, 'CANCELLED'],
  ] as const) {
    expect(file?.[0]).toEqual(
      expect.arrayContaining([
        ...[`METHOD:${method}`, uid, `SEQUENCE:${sequence}`, `DTSTART:${stamp(from)}`, `STATUS:${status}`],
      ]),
    );
    expect(of(file, 'DESCRIPTION')).toContain('Lampa-77\\, biurko\\;\\nmiga \\\\ gaśnie');
    expect(of(file, 'ATTENDEE')).toContain(email);
    expect(of(file, 'ORGANIZER')).toContain('mailto:support@desk.test');
  }
  const raw = told[0]?.files[0];
  expect([raw?.name, raw?.type]).toEqual(['appointment.ics', 'text/calendar']);
  const text = Buffer.from(raw?.content ?? []).toString('utf8');
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);

  const events = (await thread(number)).flatMap(({ event }) => (event?.kind === 'repair' ? [event.params.what] : []));
  expect(events).toEqual(['offered', 'booked', 'moved', 'cancelled']);
  expect((await book(repair.id, second)).json<{ code: string }>().code).toBe('illegal-step');
});

it('is told to nobody else, although the ticket goes on as theirs', async () => {
  await alone();
  const [one, other] = [await ticket(), await ticket()];
  const repair = await offer(one.number, { where: { address: 'Hidden street 9' } });
  const slot = (await slots(repair.id)).items.find(({ from }) => Date.parse(from) - desk.now() > 48 * HOUR)!;
  await book(repair.id, slot);
  const into = { into: other.number, otherCustomer: true };
  expect((await desk.call('POST', `/tickets/${one.number}/merge`, into)).statusCode).toBe(200);
  desk.pass(Date.parse(slot.from) - desk.now() - 23 * HOUR);
  await sweep();
  await desk.call('POST', `/repairs/${repair.id}/cancellation`, { reason: 'No more' });
  expect(await stored(repair.id)).not.toHaveProperty('remindAt');
  // What is written to them later goes out behind it.
  await offer(other.number);
  expect(await mails(other.email, 1)).toHaveLength(1);
});

it('never has more at a time than there is room, whoever asks at once', async () => {
  const hours = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '09:00', to: '11:00', capacity: 3 }));
  await RepairPoints(desk.app.context).updateMany({}, { $set: { active: false } });
  const there = await point({ hours });
  const made = await Promise.all(
    Array.from({ length: 24 }, async () => await offer((await ticket()).number, { tell: false })),
  );
  const wanted = (await slots(made[0]!.id)).items[0]!;
  const answers = await Promise.all(made.map(({ id }) => book(id, wanted)));
  const codes = answers.map((answer) => answer.statusCode);
  expect(codes.filter((code) => code === 200)).toHaveLength(3);
  expect(codes.filter((code) => code === 409)).toHaveLength(21);
  // All of them move to the other time at once, and the same one does so twice.
  const winners = made.filter((_, n) => codes[n] === 200);
  const other = (await slots(winners[0]!.id)).items.find(({ from }) => from !== wanted.from)!;
  await Promise.all([...winners, ...winners].map(({ id }) => book(id, other)));
  await Promise.all(winners.map(({ id }) => book(id, other)));
  const held = await Repairs(desk.app.context).find({ point: there.id, open: true }).lean();
  expect(held.filter(({ from }) => from?.toISOString() === other.from)).toHaveLength(3);
  const taken = (await RepairDays(desk.app.context).find({ point: there.id }).lean()).flatMap((day) => day.taken);
  expect(taken.map(({ from }) => from.toISOString())).toEqual([other.from, other.from, other.from]);
  expect(held.every(({ _id, held: n }) => taken.some((one) => one.repair.equals(_id) && one.n === n))).toBe(true);
});

it('loses nothing by an end in between: of a time that was taken only, and of what was not told', async () => {
  const { id: place } = await alone();
  const { number, email } = await ticket();
  const repair = await offer(number);
  const slot = (await slots(repair.id)).items[0]!;
  const from = new Date(slot.from);
  const doc = (await RepairPoints(desk.app.context).findById(place).lean())!;
  const take = async (n: number) => {
    const room = slotAt(doc, from, { duration: 60, now: desk.app.context.clock.now() })!;
    return await claim(desk.app.context, doc, await stored(repair.id), { n, slot: room });
  };
  // Ended before the repair said so: to others the time is taken, the same wish again gets it.
  await Repairs(desk.app.context).updateOne({ _id: repair.id }, { $inc: { rev: 1 } });
  await take((await stored(repair.id)).rev);
  const other = await offer((await ticket()).number);
  expect((await book(other.id, slot)).statusCode).toBe(409);
  expect((await book(repair.id, slot)).statusCode).toBe(200);
  await desk.call('POST', `/repairs/${repair.id}/cancellation`, {});

  // The same, and nobody asks again: the loop gives it back.
  await take(99);
  expect((await book(other.id, slot)).statusCode).toBe(409);
  desk.pass(2 * 60_000);
  await sweep();
  expect((await book(other.id, slot)).statusCode).toBe(200);

  // Ended before it was told.
  const before = (await mails(email, 3)).length;
  const { rev } = await stored(repair.id);
  const notice = { kind: 'cancelled', n: rev, by: { kind: 'system', name: '' } };
  await Repairs(desk.app.context).updateOne({ _id: repair.id }, { $set: { notice, noticeAt: new Date(0) } });
  for (let n = 0; n < 2; n++) await sweep();
  expect((await mails(email, before + 1)).length).toBe(before + 1);
});

it('is not booked in the past, nor moved once it has begun, and then has an outcome', async () => {
  await alone();
  const { number } = await ticket();
  const repair = await offer(number);
  const slot = (await slots(repair.id)).items.find(({ from }) => Date.parse(from) > desk.now())!;
  const past = { ...slot, from: new Date(Date.parse(slot.from) - 7 * 24 * HOUR).toISOString() };
  expect((await book(repair.id, past)).json<{ code: string }>().code).toBe('slot-taken');
  const outcome = { done: true, text: 'A new cable', parts: [{ name: 'Cable', quantity: 1 }] };
  const finish = () => desk.call('POST', `/repairs/${repair.id}/outcome`, outcome);
  expect((await finish()).statusCode).toBe(422);
  await book(repair.id, slot);
  const next = (await slots(repair.id)).items.find(({ from }) => from > slot.from)!;
  expect((await finish()).statusCode).toBe(422);
  desk.pass(Date.parse(slot.from) - desk.now() + 1);
  expect((await book(repair.id, next)).json<{ code: string }>().code).toBe('illegal-step');
  const day = (await desk.call('GET', `/repairs?day=${slot.from.slice(0, 10)}`)).json<DayList>();
  expect(day.items.map(({ id }) => id)).toContain(repair.id);
  expect((await finish()).json<RepairView>()).toMatchObject({ state: 'done', result: { parts: outcome.parts } });
  expect((await finish()).statusCode).toBe(422);
});

it('waits for the price to be accepted', async () => {
  await alone();
  const repair = await offer((await ticket()).number, { charge: 'price', price: 120.5, currency: 'PLN' });
  const answer = await book(repair.id, (await slots(repair.id)).items[0]!);
  expect(answer.json<{ code: string }>().code).toBe('price-open');
});

it('goes with its customer: in what they are given of it, and when they are erased, with the time that it held', async () => {
  await alone();
  const { number } = await ticket();
  const repair = await offer(number, { where: { address: 'Long street 5', postcode: '1', place: 'Town' } });
  const slot = (await slots(repair.id)).items[0]!;
  await book(repair.id, slot);
  const { customer } = await stored(repair.id);
  expect(JSON.stringify(await Repairs(desk.app.context).findById(repair.id).lean())).not.toContain('Long street');
  const archive = (await desk.call('GET', `/customers/${String(customer)}/export`)).rawPayload;
  const { data, page } = read(archive);
  expect(page).toContain('Long street 5');
  expect(data.repairs).toEqual([expect.objectContaining({ id: repair.id, state: 'booked', from: slot.from })]);
  expect(data.repairs[0]).toMatchObject({ work: WORK, where: { address: 'Long street 5' } });

  await desk.call('POST', `/customers/${String(customer)}/erasure`, { confirm: String(customer) });
  const gone = async () => await Repairs(desk.app.context).countDocuments({ _id: repair.id });
  await expect.poll(gone, { timeout: 20_000 }).toBe(0);
  desk.pass(2 * HOUR);
  await sweep();
  const other = await offer((await ticket()).number);
  const later = Date.parse(slot.from) > desk.now() ? slot : (await slots(other.id)).items[0]!;
  expect((await book(other.id, later)).statusCode).toBe(200);
  const days = await RepairDays(desk.app.context).find({}).lean();
  expect(days.flatMap(({ taken }) => taken).filter((one) => String(one.repair) === repair.id)).toEqual([]);
});
