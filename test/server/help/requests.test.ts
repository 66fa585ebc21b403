import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Intake } from '../../../server/intake/model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { helpTexts } from '../../../server/messages/help.ts';
import { buildHelpApp } from '../../support/help.ts';
import type { MessageView } from '../../../server/tickets/schema.ts';
import type { TestApp } from '../../support/app.ts';
import { postForm } from '../../support/own-page.ts';

let app: TestApp;
let cookie: string;
let client = 0;
beforeAll(async () => {
  app = await buildHelpApp({ env: { TRUST_PROXY: 'true' } });
  cookie = (await app.signIn('agent')).cookie;
}, 60_000);
afterAll(() => app.close());

const newId = (): string => `form-${'x'.repeat(12)}-${(client += 1)}`;
/** Each test writes from an address of its own, so that the limit of one is not the limit of all. */
const from = (ip = `203.0.113.${(client += 1) % 250}`) => ({ 'x-forwarded-for': ip });
const post = (locale: string, fields: Record<string, string>, ip?: string) =>
  postForm(app, `/help/${locale}/request`, fields, { headers: from(ip) });
async function ticketOf(location: unknown): Promise<Record<string, unknown> & { number: number }> {
  const number = /t=(\d+)\./.exec(String(location))?.[1];
  const answer = await app.inject({ method: 'GET', url: `/api/v1/tickets/${number}`, headers: { cookie } });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

const inboundOf = async (number: number) =>
  (await app.inject({ url: `/api/v1/tickets/${number}/messages`, headers: { cookie } }))
    .json<{ items: MessageView[] }>()
    .items.filter(({ direction }) => direction === 'in');

describe('the request form', () => {
  it('asks for each consent by itself, unticked, and keeps what was ticked with when and how', async () => {
    for (const locale of ['en', 'es', 'ro', 'pl', 'ru'] as const) {
      const { body } = await app.inject({ url: `/help/${locale}/request?type=inquiry` });
      const { legend, survey, offers } = helpTexts[locale].request.consents;
      for (const words of [legend, survey, offers]) expect(body).toContain(words);
      const boxes = body.match(/<input[^>]*type="checkbox"[^>]*>/g) ?? [];
      expect(boxes.map((box) => /name="(\w+)"/.exec(box)?.[1])).toEqual(['survey', 'offers']);
      expect(boxes.filter((box) => box.includes('checked'))).toEqual([]);
    }
    const inquiry = { type: 'inquiry', email: 'agrees@example.com', subject: 'Hello', text: 'A question.' };
    const wrong = await post('en', { ...inquiry, id: newId(), text: '', survey: 'yes' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toMatch(/<input[^>]*name="survey"[^>]*checked/);
    const { customer } = (await ticketOf(
      (await post('en', { ...inquiry, id: newId(), survey: 'yes' })).headers.location,
    )) as unknown as { customer: { id: string } };
    const consents = await app.inject({ url: `/api/v1/customers/${customer.id}/consents`, headers: { cookie } });
    const { purposes, history } = consents.json();
    expect(history).toMatchObject([
      { purpose: 'survey', given: true, source: 'form', proved: false, by: { kind: 'customer' } },
    ]);
    expect(history[0].at).toMatch(/^\d{4}-/);
    expect(purposes.find((one: { purpose: string }) => one.purpose === 'offers')).toMatchObject({ given: null });
    expect((await post('en', { ...inquiry, id: newId(), offers: 'perhaps' })).statusCode).toBe(400);
  });

  it('has a complaint become a ticket, with its fields and words', async () => {
    const sent = await post('pl', {
      id: newId(),
      type: 'complaint',
      article: 'reklamacja-z-gwarancji',
      name: 'Zażółć Gęślą',
      email: 'zazolc@example.com',
      product: 'Słuchawki Ąę',
      order: 'A-1001',
      happened: 'Nie grają.\r\nOd wczoraj.',
      wish: 'repair',
      website: '',
    });
    expect(sent.statusCode).toBe(303);
    const ticket = await ticketOf(sent.headers.location);
    expect(ticket).toMatchObject({
      type: 'complaint',
      typeGuessed: false,
      channel: 'form',
      language: 'pl',
      unverified: true,
      subject: 'Reklamacja: Słuchawki Ąę',
      customer: { name: 'Zażółć Gęślą' },
      fields: {
        product: 'Słuchawki Ąę',
        order: 'A-1001',
        wish: 'repair',
        article: 'Gwarancja: co obejmuje i jak ją zgłosić',
      },
    });
    const [message] = await inboundOf(ticket.number);
    expect(message?.text).toContain('Nie grają.\nOd wczoraj.');
    expect(message?.text).toContain('Czego oczekujesz: Naprawa');
    const page = await app.inject({ method: 'GET', url: String(sent.headers.location) });
    expect(page.body).toContain(`<strong id="number"`);
    expect(page.body).toContain(`>${ticket.number}</strong>`);
  });

  it('makes one ticket of the same form sent twice, even at once', async () => {
    const fields = { id: newId(), type: 'inquiry', email: 'twice@example.com', subject: 'Twice', text: 'Once?' };
    const before = await Tickets(app.context).countDocuments();
    const answers = await Promise.all([post('en', fields), post('en', fields), post('en', fields)]);
    const again = await post('en', fields);
    expect(again.statusCode).toBe(303);
    for (const answer of answers) expect(answer.statusCode).toBe(303);
    expect(await Tickets(app.context).countDocuments()).toBe(before + 1);
    await post('en', { ...fields, text: 'Corrected after going back.' });
    expect(await Tickets(app.context).countDocuments()).toBe(before + 2);
  });

  it.each(['complaint', 'return', 'inquiry'] as const)(
    'keeps what was written in a %s when something is missing',
    async (type) => {
      const hostile = '"><script>alert(1)</script>';
      const { statusCode, body } = await post('ru', {
        id: newId(),
        type,
        email: 'not an address',
        name: hostile,
        order: '',
      });
      expect(statusCode).toBe(422);
      const texts = helpTexts.ru.request;
      expect(body).toContain('role="alert"');
      expect(body).toContain(texts.errors.email);
      expect(body).toContain(texts.errors.required);
      expect(body).toContain('value="not an address"');
      expect(body).toContain('aria-describedby="email-hint email-error"');
      expect(body).not.toContain('<script>alert');
      expect(body).toContain('value="&quot;>&lt;script>alert(1)&lt;/script>"');
    },
  );

  it('keeps the choice of a select and the id of the form', async () => {
    const id = newId();
    const { body } = await post('en', { id, type: 'return', reason: 'damaged', condition: 'hacked', items: 'A\nB' });
    expect(body).toMatch(/<option value="damaged" selected/);
    expect(body).toContain(`name="id" value="${id}"`);
    expect(body).toContain(helpTexts.en.request.errors.choice);
    expect(body).toContain('>A\nB</textarea>');
  });

  it('has a place for articles where it says what it is about, and nothing in it without scripts', async () => {
    for (const [type, name] of [
      ['complaint', 'product'],
      ['return', 'items'],
      ['inquiry', 'subject'],
    ]) {
      const { body } = await app.inject({ url: `/help/pl/request?type=${type}` });
      expect([...body.matchAll(/data-suggest="(\w+)"/g)].map(([, of]) => of)).toEqual([name]);
      expect(body).toContain('enctype="multipart/form-data"');
    }
  });

  it('keeps nothing of who fills the trap, and says nothing', async () => {
    const before = await Intake(app.context).countDocuments();
    const fields = {
      id: newId(),
      type: 'inquiry',
      email: 'bot@example.com',
      subject: 'x',
      text: 'y',
      website: 'http://spam',
    };
    expect((await post('en', fields)).statusCode).toBe(303);
    expect(await Intake(app.context).countDocuments()).toBe(before);
  });

  it('lets twenty through from one address, then keeps the words and asks to wait', async () => {
    const one = (n: number) => ({
      id: newId(),
      type: 'inquiry',
      email: 'many@example.com',
      subject: `n ${n}`,
      text: 'Kept words',
    });
    for (let n = 0; n < 20; n += 1) expect((await post('en', one(n), '198.51.100.7')).statusCode).toBe(303);
    const refused = await post('en', one(21), '198.51.100.7');
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain('Kept words');
    expect((await post('en', one(22), '198.51.100.8')).statusCode).toBe(303);
  });

  it.each<[string, Record<string, string>]>([
    ['no id', { type: 'inquiry' }],
    ['a strange id', { id: '../../etc/passwd/x', type: 'inquiry' }],
    ['another type', { id: 'x'.repeat(20), type: 'spam' }],
    ['a field of its own', { id: 'x'.repeat(20), type: 'inquiry', 'customer[$gt]': '' }],
    ['too much', { id: 'x'.repeat(20), type: 'inquiry', text: 'x'.repeat(20_001) }],
  ])('refuses %s with a page', async (_, fields) => {
    const { statusCode, body } = await post('en', fields);
    expect(statusCode).toBe(400);
    expect(body).toContain('<html lang="en">');
  });

  it('refuses another kind of body', async () => {
    const url = '/help/en/request';
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/xml' },
      payload: 'x',
    });
    expect(answer.statusCode).toBe(415);
  });

  it('tells a number only to whom it was given', async () => {
    for (const t of ['1', '1.', '1.AAAAAAAAAAAAAAAAAAAAAA', '.x', '99999999999999.x', '1.%00'])
      expect((await app.inject({ method: 'GET', url: `/help/en/request/sent?t=${t}` })).statusCode, t).toBe(404);
  });
});

describe('requests over JSON', () => {
  const send = (payload: object, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/help/requests',
      payload,
      headers: { 'x-forwarded-for': '192.0.2.1', ...headers },
    });
  const request = { type: 'return', subject: 'Headphones', text: 'Please take them back', email: 'json@example.com' };

  it('become tickets, one for each Idempotency-Key', async () => {
    const body = { ...request, name: 'Json', locale: 'es', order: 'B-2', outcome: 'refund' };
    const first = await send(body, { 'idempotency-key': 'key-1' });
    expect(first.statusCode).toBe(201);
    const { number } = first.json<{ number: number }>();
    expect((await send(body, { 'idempotency-key': 'key-1' })).json()).toEqual({ number });
    const ticket = await app.inject({ method: 'GET', url: `/api/v1/tickets/${number}`, headers: { cookie } });
    expect(ticket.json()).toMatchObject({
      type: 'return',
      language: 'es',
      fields: { order: 'B-2', outcome: 'refund' },
    });
    expect((await send(body)).json<{ number: number }>().number).not.toBe(number);
  });

  it.each<object>([
    {},
    { ...request, email: 'x' },
    { ...request, type: 'x' },
    { ...request, admin: true },
    { ...request, text: '' },
    { ...request, subject: { $gt: '' } },
  ])('are refused when they are %j', async (body) => {
    const answer = await send(body);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'bad-request']);
  });

  it('of programs come through the ledger as well', async () => {
    const payload = {
      type: 'complaint',
      subject: 'Api',
      text: 'Broken',
      customer: { email: 'api@example.com', name: 'Api' },
    };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/tickets', headers: { cookie }, payload });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      channel: 'api',
      type: 'complaint',
      subject: 'Api',
      customer: { name: 'Api' },
    });
    const nameless = await app.inject({
      method: 'POST',
      url: '/api/v1/tickets',
      headers: { cookie },
      payload: { ...payload, customer: {} },
    });
    expect(nameless.statusCode).toBe(201);
  });
});
