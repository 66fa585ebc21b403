import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Callbacks } from '../../../server/callbacks/model.ts';
import type { CallbackList } from '../../../server/callbacks/schema.ts';
import type { CustomerView } from '../../../server/customers/schema.ts';
import { callbackTexts } from '../../../server/messages/callback.ts';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { bound, openOwnDesk, type OwnDesk } from './own-desk.ts';

let desk: OwnDesk;
let admin: string;
beforeAll(async () => {
  desk = await openOwnDesk();
  admin = (await desk.app.signIn('admin')).cookie;
  expect((await put('desk', { timeZone: 'UTC' })).statusCode).toBe(200);
}, 120_000);
afterAll(() => desk.close());
beforeEach(async () => {
  await Callbacks(desk.app.context).deleteMany({});
  expect((await put('telephone', { callbacks: true, country: null, capacity: 1 })).statusCode).toBe(200);
});

const { get, mailWith } = bound(() => desk);
const put = (path: string, payload: object) =>
  desk.app.inject({ method: 'PUT', url: `/api/v1/${path}`, headers: { cookie: admin }, payload });
const texts = callbackTexts.en;
let count = 0;
const filled = (more: Record<string, string> = {}) => ({
  ...{ id: `callback-form-${(count += 1)}`, at: '2037-05-04T12:00:00.000Z', name: 'Ana Pop', phone: '+40 721 000 001' },
  ...{ email: `ana${count}@people.test`, topic: 'My lamp <b>is</b> broken', ...more },
});
const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  desk.app.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams(fields).toString() },
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': `198.51.100.${(count += 1) % 250}`,
      ...headers,
    },
  });
/** Books; answers the page of the call. */
async function book(more: Record<string, string> = {}, locale = 'en'): Promise<string> {
  const answer = await post(`/help/${locale}/callback`, filled(more));
  expect([answer.statusCode, String(answer.headers.location)]).toEqual([
    303,
    expect.stringContaining('/callback?done='),
  ]);
  return String(answer.headers.location).split('?')[0] ?? '';
}
const open = () => Callbacks(desk.app.context).find({ open: true }).lean();

it('offers the times of the calendar in every language, as choices that need no script', async () => {
  for (const locale of LANGUAGES) {
    const { body, statusCode } = await get(`/help/${locale}/callback`);
    expect([statusCode, body.includes(callbackTexts[locale].title)]).toEqual([200, true]);
    expect(body.match(/type="radio" name="at" value="2037-05-04T10:00:00.000Z"/g)).toHaveLength(1);
    expect(body).not.toContain('value="2037-05-04T17:00:00.000Z"');
  }
});

it('is found where requests are sent, and says that nobody is called back while that is so', async () => {
  expect((await get('/help/en/request')).body).toContain('href="/help/en/callback"');
  expect((await get('/channels/webchat/look')).json()).toMatchObject({ callbacks: true });
  await put('telephone', { callbacks: false });
  expect((await get('/help/en/request')).body).not.toContain('href="/help/en/callback"');
  const { body } = await get('/help/en/callback');
  expect([body.includes(texts.off), body.includes('type="radio"')]).toEqual([true, false]);
  expect((await post('/help/en/callback', filled())).statusCode).toBe(422);
  expect(await open()).toEqual([]);
});

it.each([
  [{ at: '' }, texts.errors.time],
  [{ at: 'soon' }, texts.errors.time],
  [{ at: '2037-05-04T12:07:00.000Z' }, texts.errors.taken],
  [{ phone: '0721 000 001' }, texts.errors.phone],
  [{ phone: '' }, texts.errors.phone],
  [{ email: 'nobody' }, texts.errors.email],
  [{ topic: 'x'.repeat(501) }, texts.errors.topic],
])('says beside the field what is wrong with %j, and keeps the rest', async (wrong, error) => {
  const answer = await post('/help/en/callback', filled(wrong));
  expect([answer.statusCode >= 400, answer.body.includes(error)]).toEqual([true, true]);
  expect(answer.body).toContain('value="Ana Pop"');
  expect(await Callbacks(desk.app.context).countDocuments()).toBe(0);
});

it('takes a number without its prefix where the country is known', async () => {
  await put('telephone', { country: 'RO' });
  await book({ phone: '0721 000 001' });
  expect(await open()).toHaveLength(1);
});

it('keeps nothing of who fills in the trap', async () => {
  expect((await post('/help/en/callback', filled({ website: 'https://spam.test' }))).statusCode).toBe(429);
  expect(await Callbacks(desk.app.context).countDocuments()).toBe(0);
});

it('books: a ticket with number and time, one letter, and a page that shows no more than it has to', async () => {
  const email = `book${(count += 1)}@people.test`;
  const page = await book({ email });
  const { body, headers } = await get(`${page}?done=booked`);
  expect(body).toContain(texts.done.booked);
  expect(body).toContain('ends in 001');
  expect(body).not.toContain('721');
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
  const { text } = await mailWith(email, 'We will call you on Monday 4 May');
  expect(text).not.toContain('lamp');
  expect((await get(new URL(/https?:\S+\/callback/.exec(text)?.[0] ?? '').pathname)).statusCode).toBe(200);
  expect((await desk.sent()).filter(({ to }) => to.includes(email))).toHaveLength(1);
  const { items } = (await desk.call('GET', '/tickets?status=snoozed')).json<{ items: TicketView[] }>();
  expect(items.find(({ subject }) => subject === texts.ticket.subject)).toMatchObject({
    ...{ type: 'inquiry', channel: 'form', status: 'snoozed' },
    fields: { phone: '+40721000001', callback: expect.stringContaining('12:00') as string },
  });
});

it('of two who want the last place one gets it, and the other chooses again', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => post('/help/en/callback', filled())));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409, 409]);
  const late = answers.find(({ statusCode }) => statusCode === 409);
  expect(late?.body).toContain(texts.errors.taken);
  expect(late?.body).not.toContain('value="2037-05-04T12:00:00.000Z"');
});

it('is one call when the same form is sent twice', async () => {
  await put('telephone', { capacity: 5 });
  const form = filled();
  const answers = [await post('/help/en/callback', form), await post('/help/en/callback', form)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
  expect(await open()).toHaveLength(1);
});

it('books no more than two calls for one person, whatever strangers book under their address', async () => {
  const email = 'many@people.test';
  for (const hour of [10, 11, 12]) await book({ email, at: `2037-05-04T${hour}:00:00.000Z` });
  const { items } = (await desk.call('GET', '/callbacks')).json<CallbackList>();
  for (const { id } of items) await desk.call('POST', `/callbacks/${id}/cancellation`);
  for (const hour of [10, 11]) await book({ email, at: `2037-05-04T${hour}:00:00.000Z` });
  const answers = [];
  for (const [day, { ticket }] of items.entries()) {
    const wish = { at: `2037-05-0${day + 5}T10:00:00.000Z`, phone: '+40721000001' };
    answers.push(await desk.call('POST', `/tickets/${ticket.number}/callbacks`, wish));
  }
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 429]);
  await book({ email, at: '2037-05-04T13:00:00.000Z' });
});

it('takes a number for theirs only from who has the address for certain', async () => {
  const called = async () => {
    const { items } = (await desk.call('GET', '/callbacks')).json<CallbackList>();
    const [{ id = '', customer } = {}] = items;
    for (const path of ['claim', 'outcome'])
      await desk.call('POST', `/callbacks/${id}/${path}`, path === 'outcome' ? { outcome: 'reached' } : undefined);
    return (await desk.call('GET', `/customers/${customer?.id}`)).json<CustomerView>().identities;
  };
  const email = `sure${(count += 1)}@people.test`;
  await book({ email });
  const { text } = await mailWith(email, 'We will call you on Monday 4 May');
  expect((await called()).map(({ kind }) => kind)).toEqual(['email']);
  const mailed = new URL(/https?:\S+\/callback/.exec(text)?.[0] ?? '').pathname;
  const again = await post(mailed, { at: '2037-05-05T10:00:00.000Z', phone: '+34 600 12 34 56' });
  expect(again.statusCode).toBe(303);
  expect(await called()).toContainEqual(
    expect.objectContaining({ kind: 'phone', value: '+34600123456', verified: true }),
  );
});

describe('the page of a call', () => {
  it('moves it, and the place is free again', async () => {
    const page = await book();
    const moved = await post(page, { at: '2037-05-05T09:00:00.000Z' });
    expect([moved.statusCode, moved.headers.location]).toEqual([303, `${page}?done=moved#done`]);
    expect((await get(page)).body).toContain('Tuesday 5 May');
    await book();
    const taken = await post(page, { at: '2037-05-04T12:00:00.000Z' });
    expect([taken.statusCode, taken.body.includes(texts.errors.taken)]).toEqual([409, true]);
  });

  it('cancels it, and books another with another number', async () => {
    const page = await book();
    expect((await post(`${page}/cancelling`, {})).headers.location).toBe(`${page}?done=cancelled#done`);
    expect((await post(`${page}/cancelling`, {})).statusCode).toBe(303);
    expect((await get(page)).body).toContain(texts.own.none);
    const wrong = await post(page, { at: '2037-05-05T10:00:00.000Z', phone: 'none' });
    expect([wrong.statusCode, wrong.body.includes(texts.errors.phone)]).toEqual([422, true]);
    expect((await post(page, { at: '2037-05-05T10:00:00.000Z', phone: '+34 600 12 34 56' })).statusCode).toBe(303);
    expect((await get(page)).body).toContain('ends in 456');
    const { body } = await get(page.replace(/\/callback$/, ''));
    expect(body).toContain('Your call: Tuesday 5 May');
  });

  it('is not shown, moved or cancelled by who has only stated the address, where it was booked otherwise', async () => {
    const email = `shown${(count += 1)}@people.test`;
    const page = await book({ email });
    const { text } = await mailWith(email, 'We will call you on Monday 4 May');
    const mailed = new URL(/https?:\S+\/callback/.exec(text)?.[0] ?? '').pathname;
    expect((await get(mailed)).body).toContain('ends in 001');
    await post(`${mailed}/cancelling`, {});
    await post(mailed, { at: '2037-05-05T10:00:00.000Z', phone: '+34 600 12 34 56' });
    expect((await get(mailed)).body).toContain('ends in 456');
    for (const path of [page, page.replace(/\/callback$/, '')])
      expect((await get(path)).body).not.toMatch(/ends in|Tuesday 5 May, 10:00|Your call: /);
    await post(`${page}/cancelling`, {});
    await post(page, { at: '2037-05-05T11:00:00.000Z', phone: '+40 721 000 009' });
    expect(await open()).toMatchObject([{ at: new Date('2037-05-05T10:00:00.000Z'), proved: true }]);
  });

  it('has the call also where their tickets are one, and no second one is booked', async () => {
    const email = `merged${(count += 1)}@people.test`;
    await book({ email });
    const { text } = await mailWith(email, 'We will call you on Monday 4 May');
    await book({ email, at: '2037-05-04T11:00:00.000Z' });
    const { items } = (await desk.call('GET', '/callbacks')).json<CallbackList>();
    const [into, from] = items;
    await desk.call('POST', `/callbacks/${into?.id}/cancellation`);
    const merged = await desk.call('POST', `/tickets/${from?.ticket.number}/merge`, { into: into?.ticket.number });
    expect(merged.statusCode).toBe(200);
    const mailed = new URL(/https?:\S+\/callback/.exec(text)?.[0] ?? '').pathname;
    expect((await get(mailed)).body).toContain('ends in 001');
    const wish = { at: '2037-05-05T10:00:00.000Z', phone: '+40721000001' };
    const second = await desk.call('POST', `/tickets/${into?.ticket.number}/callbacks`, wish);
    expect(second.json()).toMatchObject({ code: 'already-exists' });
    expect((await post(`${mailed}/cancelling`, {})).headers.location).toContain('done=cancelled');
    expect(await open()).toEqual([]);
  });

  it('is nobody’s who has no link, and is not written to from other sites', async () => {
    const page = await book();
    const forged = page.replace(/requests\/./, 'requests/_');
    for (const url of [forged, `${forged}/cancelling`]) expect((await post(url, {})).statusCode).toBe(404);
    expect((await get(forged)).statusCode).toBe(404);
    const origin = { origin: 'https://evil.test' };
    expect((await post(`${page}/cancelling`, {}, origin)).statusCode).toBe(403);
    expect(await open()).toHaveLength(1);
  });
});
