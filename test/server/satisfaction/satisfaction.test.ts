import { Types } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agents } from '../../../server/agents/model.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { recordConsent } from '../../../server/customers/consent.ts';
import { askDue } from '../../../server/satisfaction/loop.ts';
import { SurveyAsks } from '../../../server/satisfaction/model.ts';
import type { SatisfactionView } from '../../../server/satisfaction/schema.ts';
import { loadTicket } from '../../../server/tickets/find.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { rateTicket } from '../../../server/tickets/rate.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';
import { without } from '../../support/without.ts';

const HOUR = 3_600_000;
let now = Date.parse('2026-03-02T10:00:00Z');
let app: TestApp;
let mail: ScriptChannel;
let lead: Awaited<ReturnType<TestApp['signIn']>>;
beforeAll(async () => {
  const env = { PUBLIC_URL: 'https://help.shop.test' };
  app = await buildTestApp({ clock: { now: () => new Date((now += 1)) }, env, empty: true });
  mail = installScriptChannel(app);
  lead = await app.signIn('supervisor');
});
afterAll(() => app.close());
beforeEach(async () => {
  await SurveyAsks(app.context).deleteMany({});
  mail.sent.length = 0;
});

const call = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, cookie = lead.cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const settings = (more: object = {}) => ({
  ...{ enabled: true, hours: 24, types: ['complaint', 'return', 'inquiry'], texts: {}, notify: [] },
  ...more,
});
const from = (value: string) => ({ kind: 'email' as const, value, name: 'Ana Pop', verified: true });
const read = async (number: number): Promise<TicketView> => (await call('GET', `/tickets/${number}`)).json();

/** A solved ticket of somebody who wants to be asked, and a day passes. */
async function solved({
  consent = true,
  ...more
}: { consent?: boolean } & Record<string, unknown> = {}): Promise<number> {
  const number = await numberOf(
    app,
    (await (await mail.bring({ language: 'en', type: 'inquiry', ...more })).done).ticket,
  );
  const { customer } = await read(number);
  const said = { purpose: 'survey', source: 'form', by: { kind: 'customer' }, proved: true } as const;
  if (consent) await recordConsent(app.context, new Types.ObjectId(customer.id), { ...said, given: true });
  expect((await call('POST', `/tickets/${number}/status`, { status: 'solved' })).statusCode).toBe(200);
  return number;
}
async function aDayLater(): Promise<void> {
  now += 25 * HOUR;
  lead = await app.signIn('supervisor');
  await askDue(app.context);
  await drain(app.context);
  await expect
    .poll(async () => await app.context.db.collection('messages').countDocuments({ 'delivery.state': 'pending' }))
    .toBe(0);
}
const questions = () => mail.sent.filter(({ text }) => text.includes('?score='));
/** The path of the customer's own page with that mark chosen. */
const linkOf = (mark: number): string =>
  new RegExp(`https://help\\.shop\\.test(/help/\\S+\\?score=${mark})`).exec(questions()[0]?.text ?? '')?.[1] ?? '';

describe('the question after solving', () => {
  it('is for leads to set, and off at first', async () => {
    expect((await app.inject({ url: '/api/v1/survey' })).statusCode).toBe(401);
    expect((await call('GET', '/survey')).json()).toMatchObject({ enabled: false });
    const agent = await app.signIn('agent');
    expect((await call('PUT', '/survey', settings(), agent.cookie)).statusCode).toBe(403);
    expect((await call('PUT', '/survey', settings({ notify: ['0'.repeat(24)] }))).statusCode).toBe(422);
    expect((await call('PUT', '/survey', settings())).statusCode).toBe(200);
    expect((await call('GET', '/reports/satisfaction', undefined, agent.cookie)).statusCode).toBe(403);
  });

  it('is asked once, a day later, in the customer’s language; who looks does not vote, who sends does', async () => {
    const number = await solved({ language: 'pl', from: from('ola@people.test') });
    await askDue(app.context);
    expect(questions()).toEqual([]);
    await aDayLater();
    await askDue(app.context);
    await drain(app.context);
    expect(questions()).toHaveLength(1);
    expect(questions()[0]?.text).toContain('Odpowiedzieliśmy na Twoje pytanie.');
    const page = linkOf(2);
    const shown = await app.inject({ url: page });
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toMatch(/value="2"[^>]*checked/);
    expect((await read(number)).fields['rating']).toBeUndefined();
    const voted = await app.inject({
      method: 'POST',
      url: page.replace(/\?.*/, '/rating'),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://help.shop.test' },
      payload: 'score=2&comment=Za+wolno',
    });
    expect(voted.statusCode).toBe(303);
    expect((await read(number)).fields).toMatchObject({ rating: '2/5', ratingComment: 'Za wolno' });
  });

  it('comes back to who leads when the mark is low, and stands in the report', async () => {
    const mine = (await call('GET', '/tickets?view=mentions')).json() as { items: TicketView[] };
    const admin = await app.signIn('admin');
    const report = (await call('GET', '/reports/satisfaction', undefined, admin.cookie)).json() as SatisfactionView;
    expect(report.all).toEqual({ count: 1, mean: 2, low: 1 });
    expect(report.types).toEqual([{ type: 'inquiry', count: 1, mean: 2, low: 1 }]);
    expect(report.weeks).toEqual([{ monday: '2026-03-02', count: 1, mean: 2, low: 1 }]);
    expect(report.low).toMatchObject([{ score: 2, comment: 'Za wolno' }]);
    expect(mine.items.map(({ number }) => number)).toEqual([report.low[0]?.number]);
  });

  it('is not asked again within 30 days, whatever is solved of the same person', async () => {
    const ana = from('ana@people.test');
    await solved({ from: ana });
    await solved({ from: ana });
    await aDayLater();
    expect(questions()).toHaveLength(1);
    await solved({ from: ana });
    await aDayLater();
    expect(questions()).toHaveLength(1);
    now += 30 * 24 * HOUR;
    lead = await app.signIn('supervisor');
    await solved({ from: ana });
    await aDayLater();
    expect(questions()).toHaveLength(2);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['without consent', () => solved({ consent: false })],
    ['what a machine wrote', () => solved({ automatic: true })],
    ['what is open again', async () => call('POST', `/tickets/${await solved()}/status`, { status: 'open' })],
    ['spam', async () => call('POST', `/tickets/${await solved()}/spam`, { spam: true })],
    ['other types', async () => [await call('PUT', '/survey', settings({ types: ['return'] })), await solved()]],
  ])('is not asked: %s', async (_, prepare) => {
    await call('PUT', '/survey', settings());
    await prepare();
    await aDayLater();
    expect(questions()).toEqual([]);
  });

  it('is asked in the shop’s own words where it has some', async () => {
    await call('PUT', '/survey', settings({ texts: { inquiry: { en: 'Was the parcel all right?' } } }));
    await solved();
    await aDayLater();
    expect(questions()[0]?.text).toContain('Was the parcel all right?');
  });

  it('is asked although another one failed, and of all that were solved in one moment', async () => {
    await call('PUT', '/survey', settings());
    await solved({ from: from('fails@people.test') });
    now += 25 * HOUR;
    expect(await askDue(without(app.context, 'Message'))).toBe(0);
    const solvedAt = new Date(now + HOUR);
    const many = Array.from({ length: 200 }, (_, i) => ({
      ...{ v: 1, number: 1_000_000 + i, origin: `moment-${i}`, threadKeys: [`moment-${i}`], subject: '', snippet: '' },
      ...{ type: 'inquiry', status: 'solved', spam: true, customer: new Types.ObjectId(), solvedAt, fields: {} },
    }));
    await Tickets(app.context).collection.insertMany(many as never);
    lead = await app.signIn('supervisor');
    const number = await solved({ from: from('moment@people.test') });
    await Tickets(app.context).collection.updateOne({ number }, { $set: { solvedAt } });
    now += HOUR;
    await aDayLater();
    expect(questions()).toHaveLength(1);
    await Tickets(app.context).deleteMany({ origin: /^moment-/ });
  });

  it('comes back to who leads where those who are to hear of it have left', async () => {
    const { agent } = await app.signIn('agent');
    await call('PUT', '/survey', settings({ notify: [agent.id] }));
    await Agents(app.context).updateOne({ _id: agent.id }, { $set: { active: false } });
    const number = await solved();
    await rateTicket(app.context, await loadTicket(app.context, number), { score: 1 });
    await expect.poll(async () => (await read(number)).mentions).toContain(lead.agent.id);
  });
});
