import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boughtTexts } from '../../../server/messages/bought.ts';
import { ownTexts } from '../../../server/messages/own.ts';
import { saveOrder } from '../../../server/orders/save.ts';
import type { PurchaseView } from '../../../server/tickets/purchase/schema.ts';
import { postForm, sendRequest } from '../../support/own-page.ts';
import { Visitor } from '../channels/webchat/visitor.ts';
import { bound, openOwnDesk, type OwnDesk } from './own-desk.ts';

let desk: OwnDesk;
beforeAll(async () => void (desk = await openOwnDesk()), 120_000);
afterAll(() => desk.close());

const { get, post, ticket, mailWith } = bound(() => desk);
const texts = ownTexts.en;

describe('the date by which they hear from the desk', () => {
  it('is the same on the ticket, in the receipt, in the widget and on their page, while they wait', async () => {
    await desk.call('PUT', '/desk', { timeZone: 'Europe/Warsaw' });
    const email = 'due@people.test';
    const complaint = { type: 'complaint', product: 'Lamp', happened: 'It is dark.', email };
    const { number, link } = await sendRequest(desk.app, complaint);
    // Fourteen days, to their end in Warsaw.
    const due = '2037-05-18T21:59:59.999Z';
    const said = 'You will hear from us by 18 May 2037 at 23:59.';
    expect(await ticket(number)).toMatchObject({ due, resolveBy: due });
    expect((await get(link)).body).toContain(said);
    expect((await mailWith(email, said)).text).toContain(`#${number}`);

    const visitor = await Visitor.greeted(desk.app.server.listeningOrigin);
    await visitor.say('chat-due-00001', 'Hello');
    visitor.send({ t: 'email', email, locale: 'en' });
    const code = /\b\d{6}\b/.exec((await mailWith(email, 'Your code is')).text)?.[0];
    visitor.send({ t: 'code', email, code });
    const { pass } = await visitor.hear('code');
    visitor.send({ t: 'requests', pass });
    const { items, timeZone } = await visitor.hear('requests');
    expect(timeZone).toBe('Europe/Warsaw');
    expect(items?.find((item) => item.number === number)?.due).toBe(due);
    visitor.socket.close();

    await desk.call('POST', `/tickets/${number}/steps`, { clientId: 'own-due-over', step: 'withdraw' });
    await desk.call('POST', `/tickets/${number}/status`, { status: 'solved' });
    expect((await get(link)).body).not.toContain('You will hear from us');
    expect((await ticket(number)).due).toBeNull();
  });
});

describe('all requests of an address', () => {
  const ask = (email: string, number = '') => post('/help/en/requests/code', { email, number });
  const codeFor = (email: string) =>
    /\b(\d{6})\b/.exec(
      desk.sink.taken
        .findLast(({ to }) => to.includes(email))
        ?.raw.toString()
        .split('\r\n\r\n')[1] ?? '',
    )?.[1] ?? '';
  const askedOf = (answer: { headers: Record<string, unknown> }) =>
    new URL(String(answer.headers['location']), 'http://x').searchParams.get('asked') ?? '';
  const enter = (asked: string, code: string) => post('/help/en/requests/session', { asked, code });
  const cookieOf = (answer: { headers: Record<string, unknown> }) =>
    String(answer.headers['set-cookie']).split(';')[0] ?? '';

  it('stand in a list after the code that was mailed there, each with its link', async () => {
    const email = 'all@people.test';
    const one = await sendRequest(desk.app, { email, subject: 'One' });
    const two = await sendRequest(desk.app, { email, subject: 'Two' });
    await sendRequest(desk.app, { subject: 'Not theirs' });
    expect((await get('/help/en/requests')).body).toContain(texts.find.title);
    const asked = askedOf(await ask(email));
    expect((await get(`/help/en/requests/code?asked=${asked}`)).body).toContain(email);
    expect((await enter(asked, '000000')).body).toContain(texts.code.wrong);
    const right = await enter(asked, codeFor(email));
    expect(right.statusCode).toBe(303);
    expect(String(right.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
    const cookie = cookieOf(right);
    const { body } = await get('/help/en/requests', { cookie });
    expect([body.includes('One'), body.includes('Two'), body.includes('Not theirs')]).toEqual([true, true, false]);
    const links = [...body.matchAll(/href="(\/help\/en\/requests\/[^".]+\.[^"]+)"/g)].map(([, href]) => href ?? '');
    expect(links).toHaveLength(2);
    for (const link of links) expect((await get(link)).statusCode).toBe(200);

    const byNumber = await get(`/help/en/requests?number=%23${one.number}`, { cookie });
    expect(String(byNumber.headers.location)).toMatch(/^\/help\/en\/requests\/.+m$/);
    const foreign = await sendRequest(desk.app);
    for (const number of [String(foreign.number), '999999', 'x', `${two.number}0`]) {
      const { statusCode, body: page } = await get(`/help/en/requests?number=${number}`, { cookie });
      expect([number, statusCode, page.includes(`There is no request ${number} under`)]).toEqual([number, 200, true]);
    }
    const left = await post('/help/en/requests/leaving', {}, { headers: { cookie } });
    expect(cookieOf(left)).toBe('ombud_requests=');
    desk.pass(3 * 3_600_000);
    expect((await get('/help/en/requests', { cookie })).body).toContain(texts.find.title);
  });

  it('are asked for alike, whoever is known; a code is tried five times at most', async () => {
    const known = 'known@people.test';
    await sendRequest(desk.app, { email: known });
    const answers = await Promise.all([ask(known), ask('unknown@people.test')]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    const [asked = '', other = ''] = answers.map(askedOf);
    expect((await enter(other, codeFor(known))).statusCode).toBe(422);
    const unknown = await enter(other, codeFor('unknown@people.test'));
    expect((await get('/help/en/requests', { cookie: cookieOf(unknown) })).body).toContain(texts.list.empty);
    for (const _ of [1, 2, 3, 4, 5]) expect((await enter(asked, 'abcdef')).statusCode).toBe(422);
    expect((await enter(asked, codeFor(known))).statusCode).toBe(422);
    for (const email of ['', 'x', 'a@b@c', 'a b@c.test']) expect((await ask(email)).body).toContain(texts.find.wrong);
  });

  it('are shown also where a telephone number of theirs was noted since', async () => {
    const email = 'called@people.test';
    const { number } = await sendRequest(desk.app, { email, subject: 'Of somebody who was called' });
    const { customer } = await ticket(number);
    const more = { kind: 'phone', value: '+40721000001' };
    expect((await desk.call('POST', `/customers/${customer.id}/identities`, more)).statusCode).toBeLessThan(300);
    const right = await enter(askedOf(await ask(email)), codeFor(email));
    expect((await get('/help/en/requests', { cookie: cookieOf(right) })).body).toContain('Of somebody who was called');
  });

  it('are not shown by an address that somebody with another name has only stated', async () => {
    const email = 'stated@people.test';
    const { number } = await sendRequest(desk.app, { email, subject: 'Of a record with two names' });
    const { customer } = await ticket(number);
    const more = { kind: 'email', value: 'other-name@people.test' };
    expect((await desk.call('POST', `/customers/${customer.id}/identities`, more)).statusCode).toBeLessThan(300);
    const right = await enter(askedOf(await ask(email)), codeFor(email));
    expect((await get('/help/en/requests', { cookie: cookieOf(right) })).body).toContain(texts.list.empty);
  });

  it('are limited in codes and tries from one network address', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.77' };
    const statuses: number[] = [];
    for (let n = 0; n < 22; n += 1)
      statuses.push(
        (await postForm(desk.app, '/help/en/requests/code', { email: `n${n}@people.test` }, { headers })).statusCode,
      );
    expect(statuses.filter((status) => status === 303)).toHaveLength(20);
    expect(statuses.slice(20)).toEqual([429, 429]);
    const tried = new Set<number>();
    for (let n = 0; n < 42; n += 1)
      tried.add(
        (await postForm(desk.app, '/help/en/requests/session', { asked: 'x', code: '123456' }, { headers })).statusCode,
      );
    expect(tried).toEqual(new Set([422, 429]));
  });

  describe('and what was ordered with it', () => {
    const bought = boughtTexts.en;
    const [lamp, kettle] = [
      { sku: 'L-1', name: 'Lamp <Lux>', quantity: 3 },
      { sku: 'K-1', name: 'Kettle', quantity: 1 },
    ];
    const cup = { sku: 'C-1', name: 'Named cup', quantity: 1, returnable: false };
    const prove = async (email: string) => ({
      cookie: cookieOf(await enter(askedOf(await ask(email)), codeFor(email))),
    });
    const form = (order: string, headers = {}, type = 'return') =>
      get(`/help/en/request?type=${type}&order=${encodeURIComponent(order)}`, headers);
    const send = (order: string, picks: Record<string, string>, headers: Record<string, string>, more = {}) =>
      post(
        '/help/en/request',
        {
          ...{ id: `pick-${'x'.repeat(16)}-${desk.next()}`, type: 'return', email: 'buys@people.test', order },
          ...{ reason: 'faulty', condition: 'used', outcome: 'refund' },
          ...Object.fromEntries(Object.entries(picks).map(([sku, count]) => [`pick-${sku}`, count])),
          ...more,
        },
        { headers },
      );
    const numberIn = (answer: { headers: Record<string, unknown> }) =>
      Number(/t=(\d+)/.exec(String(answer.headers['location']))?.[1]);
    const purchase = async (number: number) =>
      (await desk.call('GET', `/tickets/${number}/purchase`)).json<PurchaseView>();
    /** Of a form, without what is new each time or was asked for. */
    const same = (body: string, number: string) => body.replaceAll(number, 'N').replaceAll(/value="[\w-]{24}"/g, '');

    beforeAll(async () => {
      await desk.call('PUT', '/shop', { timeZone: 'Europe/Bucharest', returnDays: 14, warrantyMonths: 24 });
      const placed = { email: 'buys@people.test', placedAt: '2037-04-10' };
      // In the shop it was the 21st of April already; so the 5th of May is the last day.
      const delivered = { ...placed, deliveredAt: '2037-04-20T22:30:00Z', items: [lamp, kettle, cup] };
      await saveOrder(desk.app.context, 'B-1', delivered);
      const away = { shippedAt: '2037-05-02', carrier: 'Parcels', trackingUrl: 'https://parcels.example/2' };
      await saveOrder(desk.app.context, 'B-2', { ...placed, ...away, items: [kettle] });
      await saveOrder(desk.app.context, 'P-1', { ...delivered, email: 'page@people.test' });
      await saveOrder(desk.app.context, 'P-2', { ...placed, ...away, email: 'page@people.test', items: [kettle] });
      await saveOrder(desk.app.context, 'X-1', { ...delivered, email: 'other@people.test' });
    });

    it('is told to nobody without proof, whatever the number', async () => {
      const [theirs, foreign, unknown] = await Promise.all([form('B-1'), form('X-1'), form('Q-9')]);
      expect(theirs.body).toContain(bought.prove.title);
      expect(same(theirs.body, 'B-1')).toBe(same(unknown.body, 'Q-9'));
      expect(same(foreign.body, 'X-1')).toBe(same(unknown.body, 'Q-9'));
      for (const { body } of [theirs, foreign]) expect(body).not.toMatch(/Lamp|Kettle|Delivered/);
      const sent = await send('B-1', { 'L-1': '1' }, {}, { items: 'A lamp' });
      expect(numberIn(sent)).toBeGreaterThan(0);
      // Who only states the address sees nothing of it on the page that they are led to.
      const page = await get(String(sent.headers.location));
      const link = /href="([^"]*\/requests\/[^"]+)"/.exec(page.body)?.[1] ?? '';
      expect((await get(link)).body).not.toMatch(/Lux|Delivered/);
      expect(await purchase(numberIn(sent))).toMatchObject({ order: null });
    });

    it('stands below the list, with how far it is, and can be picked from; other orders are as unknown ones', async () => {
      const proof = await prove('buys@people.test');
      const { body } = await get('/help/en/requests', proof);
      for (const words of ['Delivered on 21 April 2037.', 'Sent to you on 2 May 2037.', 'https://parcels.example/2'])
        expect(body).toContain(words);
      expect(body).not.toContain('X-1');
      const [foreign, unknown] = [await form('X-1', proof), await form('Q-9', proof)];
      expect(unknown.body).toContain('There is no order Q-9 under this address.');
      expect(same(foreign.body, 'X-1')).toBe(same(unknown.body, 'Q-9'));
      const { body: page } = await form('b-1', proof);
      for (const words of ['Lamp &lt;Lux>', 'Can be sent back until 5 May 2037.', bought.verdict.excluded])
        expect(page).toContain(words);
      expect(page).toContain('value="buys@people.test"');
      expect((await form('B-1', proof, 'complaint')).body).toContain('Under warranty until 21 April 2039.');
    });

    it('is checked when it goes back: for agents and customer alike, and taken in any case', async () => {
      const proof = await prove('buys@people.test');
      expect((await send('B-1', { 'L-1': '0' }, proof)).body).toContain(bought.pick.none);
      const many = await send('B-1', { 'L-1': '4' }, proof);
      expect([many.statusCode, many.body.includes(bought.pick.many)]).toEqual([422, true]);
      expect(many.body).toMatch(/name="pick-L-1"[^>]*value="4"/);
      const first = numberIn(await send('B-1', { 'L-1': '2', 'C-1': '1' }, proof));
      expect(await ticket(first)).toMatchObject({ unverified: false, fields: { order: 'B-1' } });
      expect(await purchase(first)).toMatchObject({
        ...{ order: 'B-1', returnUntil: '2037-05-05' },
        items: [
          { sku: 'L-1', quantity: 2, verdict: 'fits' },
          { sku: 'C-1', verdict: 'excluded' },
        ],
      });
      const again = (await form('B-1', proof)).body;
      expect(again).toContain('Of 3, 2 have been sent back already.');
      expect(numberIn(await send('B-1', { 'L-1': '1' }, proof))).toBeGreaterThan(first);
      expect((await form('B-1', proof)).body).toContain(bought.verdict.returned);
      const fault = { type: 'complaint', happened: 'It leaks.', wish: 'repair' };
      const complaint = numberIn(await send('B-1', { 'K-1': '1' }, proof, fault));
      expect(await purchase(complaint)).toMatchObject({
        items: [{ sku: 'K-1', warranty: { state: 'covered' }, before: [] }],
      });
      // The last second of the last day in the shop, and the first of the next one.
      desk.pass(Date.parse('2037-05-05T20:59:59Z') - desk.now());
      const late = await prove('buys@people.test');
      expect((await form('B-1', late)).body).toContain('Can be sent back until');
      desk.pass(1000);
      expect((await form('B-1', late)).body).toContain('The time to send it back ended on 5 May 2037.');
      const after = numberIn(await send('B-1', { 'K-1': '1' }, late));
      expect(await purchase(after)).toMatchObject({ items: [{ sku: 'K-1', verdict: 'too-late' }] });
      expect((await purchase(after)).items[0]?.before).toMatchObject([{ number: complaint, type: 'complaint' }]);
    });

    it('stands on the page of a request, by the link that was mailed, with the steps that it has taken', async () => {
      const email = 'page@people.test';
      const { number } = await sendRequest(desk.app, {
        email,
        type: 'complaint',
        ...{ product: 'Kettle', order: 'P-2' },
        happened: 'It leaks.',
      });
      const link = async () => {
        const { text } = await mailWith(email, `#${number}`);
        return new URL(/https?:\S+\/requests\/\S+/.exec(text)?.[0] ?? '').pathname;
      };
      const page = (await get(await link())).body;
      expect(page).toMatch(/Order P-2[^]*Sent to you on 2 May 2037[^]*Carrier: Parcels/);
      const [own] = /own=[^"&]+/.exec(page) ?? [];
      expect((await get(`/help/en/request?type=return&order=P-1&${own}`)).body).toContain('Lamp &lt;Lux>');
      expect(page).not.toContain(texts.course);
      const details = { outcome: 'upheld', remedy: 'refund', reason: 'It does leak.' };
      for (const [step, said] of [
        ['examine', {}],
        ['decide', details],
      ] as const)
        await desk.call('POST', `/tickets/${number}/steps`, { clientId: `own-step-${step}`, step, details: said });
      expect((await get(await link())).body).toMatch(
        /How it goes on[^]*Received[^]*Being examined[^]*Decided[^]*Your complaint is justified\.[^]*Reason: It does leak\./,
      );
    });
  });
});
