import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Intake } from '../../../server/intake/model.ts';
import { ownTexts } from '../../../server/messages/own.ts';
import { stageTexts } from '../../../server/messages/stages.ts';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import { sendRequest, type FormFile } from '../../support/own-page.ts';
import { bound, openOwnDesk, type OwnDesk } from './own-desk.ts';

let desk: OwnDesk;
beforeAll(async () => void (desk = await openOwnDesk()), 120_000);
afterAll(() => desk.close());

const { get, post, reply, ticket, thread, solve, mailWith, mailed } = bound(() => desk);
const texts = ownTexts.en;

describe('the link', () => {
  it('stands on the page after the form and in the mail, with the number, in the language of the request', async () => {
    for (const locale of LANGUAGES) {
      const email = `link-${locale}@people.test`;
      const { number, link, sent } = await sendRequest(desk.app, { email }, locale);
      expect(link).toMatch(new RegExp(`^/help/${locale}/requests/`));
      const byMail = await mailed(email);
      expect(byMail).toMatch(new RegExp(`^/help/${locale}/requests/`));
      expect(byMail).not.toBe(link);
      for (const url of [link, byMail]) {
        const page = await get(url);
        expect([url, page.statusCode]).toEqual([url, 200]);
        expect(page.body).toContain(`<html lang="${locale}">`);
        expect(page.body).toContain(String(number));
        expect(page.body).toContain('It has not come.');
        expect(page.body).toContain(ownTexts[locale].states.work.title);
      }
      const { headers } = await get(sent);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    }
  });

  it('is shown to no agent: the thread has the page without its secret part', async () => {
    const { number } = await sendRequest(desk.app);
    const acknowledged = (await thread(number)).find(({ automatic }) => automatic);
    expect(acknowledged?.text).toContain('/help/en/requests/…');
  });

  it('goes to an address once a day, whoever fills in the form', async () => {
    const email = 'once@people.test';
    for (const _ of [1, 2, 3]) await sendRequest(desk.app, { email });
    await mailed(email);
    expect((await desk.sent()).filter(({ to }) => to.includes(email))).toHaveLength(1);
  });

  it('leads to a page that nobody keeps, finds or is told of, with each answer', async () => {
    const { link } = await sendRequest(desk.app);
    const answers = [
      await get(link),
      await reply(link, ''),
      await get(`${link}x`),
      await reply(link, 'One more thing'),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 422, 404, 303]);
    for (const { headers } of answers)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        'x-robots-tag': 'noindex, nofollow',
      });
    expect((await get(link)).body).toContain('<meta name="robots" content="noindex">');
  });

  it('holds for thirty days, and not when anything of it was changed: all get the same page', async () => {
    const one = await sendRequest(desk.app);
    const other = await sendRequest(desk.app);
    const [mac = '', thread_ = '', who = '', until = ''] = (one.link.split('/').at(-1) ?? '').split('.');
    const [, otherThread = '', otherWho = ''] = (other.link.split('/').at(-1) ?? '').split('.');
    const wrong = [
      [mac, otherThread, who, until],
      [mac, thread_, otherWho, until],
      [mac, thread_, who, until.replace(/p$/, 'm')],
      [mac, thread_, who, `z${until}`],
      [`${mac.slice(0, -1)}${mac.endsWith('A') ? 'B' : 'A'}`, thread_, who, until],
      ['A'.repeat(22), 'A'.repeat(12), 'A'.repeat(16), 'zzzzzzm'],
      ['x'],
    ].map((parts) => `/help/en/requests/${parts.join('.')}`);
    const pages = await Promise.all(wrong.map((url) => get(url)));
    const withoutToken = (body: string) => body.replaceAll(/requests\/[^"]+"/g, '');
    expect(new Set(pages.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
    desk.pass(29 * 86_400_000);
    expect((await get(one.link)).statusCode).toBe(200);
    desk.pass(2 * 86_400_000);
    const expired = await get(one.link);
    desk.pass(-31 * 86_400_000);
    expect(expired.statusCode).toBe(404);
    expect(new Set([...pages, expired].map(({ body }) => withoutToken(body))).size).toBe(1);
    for (const act of ['replies', 'reopening', 'rating'])
      expect((await post(`${wrong[0]}/${act}`, { id: 'x'.repeat(20), score: '1' })).statusCode).not.toBe(303);
  });

  it('ends when its customer is erased, or the address is somebody else’s', async () => {
    const email = 'erased@people.test';
    const { number, link } = await sendRequest(desk.app, { email });
    const byMail = await mailed(email);
    const { customer } = await ticket(number);
    expect(
      (await desk.call('POST', `/customers/${customer.id}/erasure`, { confirm: customer.id })).statusCode,
    ).toBeLessThan(300);
    await expect.poll(async () => (await get(byMail)).statusCode, { timeout: 30_000 }).toBe(404);
    expect((await get(link)).statusCode).toBe(404);
  });

  it('follows a merge where the address was proved, of the same person, and else ends', async () => {
    const email = 'merged@people.test';
    const first = await sendRequest(desk.app, { email, text: 'The first.' });
    const byMail = await mailed(email);
    const second = await sendRequest(desk.app, { email, text: 'The second.' });
    await reply(byMail, 'With its bill.', { files: [{ name: 'bill.txt', content: 'A bill.' }] });
    const strange = await sendRequest(desk.app, { text: 'Of somebody else.' });
    await desk.call('POST', `/tickets/${first.number}/merge`, { into: second.number });
    const both = (await get(byMail)).body;
    for (const words of ['The first.', 'The second.', `Request ${first.number}`]) expect(both).toContain(words);
    const [file = ''] = /\/help\/en\/requests\/[^"]+\/files\/\d+\/0\?of=\d+/.exec(both) ?? [];
    expect((await get(file)).body).toBe('A bill.');
    expect((await get(file.replace(/\d+$/, String(strange.number)))).statusCode).toBe(404);
    // Who only stated the address reads no more than that one request.
    expect((await get(second.link)).body).not.toContain('The first.');
    expect((await get(first.link)).statusCode).toBe(404);
    await desk.call('DELETE', `/tickets/${first.number}/merge`);
    expect((await get(first.link)).body).toContain('The first.');
    await desk.call('POST', `/tickets/${first.number}/merge`, { into: strange.number, otherCustomer: true });
    expect((await get(byMail)).statusCode).toBe(404);
  });
});

describe('the page', () => {
  it('shows what was said between them and the desk, and nothing else', async () => {
    const email = 'thread@people.test';
    const { number, link } = await sendRequest(desk.app, { email });
    const byMail = await mailed(email);
    await desk.call('POST', `/tickets/${number}/notes`, { clientId: 'note-0001', text: 'Secret note' });
    await desk.answer(number, { text: 'To the carrier only', to: ['carrier@else.test'], cc: [] });
    await desk.answer(number, { text: 'It comes tomorrow, see https://shop.test/track?p=1.' });
    const held = await desk.answer(number, {
      text: 'Still held',
      sendAt: new Date(desk.now() + 3_600_000).toISOString(),
    });
    expect(held.id).toBeTruthy();
    await mailWith(email, 'It comes tomorrow');
    await expect.poll(async () => (await get(link)).body, { timeout: 20_000 }).toContain('It comes tomorrow');
    const { body } = await get(link);
    for (const shown of ['It has not come.', 'It comes tomorrow', ownTexts.en.states.ask.title])
      expect(body).toContain(shown);
    expect(body).toContain('href="https://shop.test/track?p=1"');
    for (const hidden of ['Secret note', 'To the carrier', 'Still held']) expect(body).not.toContain(hidden);

    // What the owner of the address writes by mail is not for who only stated it.
    const { messageId } = await mailWith(email, 'It comes tomorrow');
    const raw = `From: <${email}>\r\nTo: support@desk.test\r\nIn-Reply-To: <${messageId}>\r\nSubject: Re\r\n\r\nMy door code is 4711\r\n`;
    await desk.take(Buffer.from(raw));
    expect((await thread(number)).some(({ text }) => text.includes('4711'))).toBe(true);
    expect((await get(byMail)).body).toContain('4711');
    expect((await get(link)).body).not.toContain('4711');
  });

  it('says where it stands in its life cycle once something has happened to it', async () => {
    const complaint = { type: 'complaint', product: 'Lamp', happened: 'It is dark.' };
    const { number, link } = await sendRequest(desk.app, complaint, 'pl');
    expect((await get(link)).body).toMatch(/ · Reklamacja · /);
    const step = { clientId: 'own-step-1', step: 'examine' };
    expect((await desk.call('POST', `/tickets/${number}/steps`, step)).statusCode).toBe(200);
    expect((await get(link)).body).toContain(`· Reklamacja: ${stageTexts.pl.complaint.examining} ·`);
  });

  it('takes a reply with files through the ledger, once', async () => {
    const email = 'reply@people.test';
    const { number } = await sendRequest(desk.app, { email });
    const byMail = await mailed(email);
    await solve(number);
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const files = [
      { name: 'zażółć.png', type: 'image/png', content: png },
      { name: 'page.html', type: 'text/html', content: '<script>alert(1)</script>' },
    ];
    const id = `reply-${'z'.repeat(16)}-${desk.next()}`;
    const before = await Intake(desk.app.context).countDocuments();
    const twice = await Promise.all([
      reply(byMail, 'Here\r\nit is', { id, files }),
      reply(byMail, 'Here\r\nit is', { id, files }),
    ]);
    expect(twice.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect((await reply(byMail, 'Here\r\nit is', { id, files })).statusCode).toBe(303);
    expect(await Intake(desk.app.context).countDocuments()).toBe(before + 1);
    const inbound = (await thread(number)).filter(({ direction }) => direction === 'in');
    expect(inbound.map(({ text }) => text)).toEqual(['It has not come.', 'Here\nit is']);
    expect(inbound[1]?.attachments.map(({ name, size }) => [name, size])).toEqual([
      ['zażółć.png', png.length],
      ['page.html', 25],
    ]);
    expect(await ticket(number)).toMatchObject({ status: 'open', queued: true });

    const { body } = await get(String(twice[0]?.headers.location).split('#')[0] ?? '');
    expect(body).toContain(texts.done.reply);
    const hrefs = [...body.matchAll(/href="([^"]+\/files\/[^"]+)"/g)].map(([, href]) => href ?? '');
    expect(hrefs).toHaveLength(2);
    const [picture, html] = await Promise.all(hrefs.map((href) => get(href)));
    expect(picture?.rawPayload.equals(png)).toBe(true);
    expect(picture?.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'no-store' });
    expect(html?.headers['content-type']).toBe('application/octet-stream');
    expect(String(html?.headers['content-disposition'])).toMatch(/^attachment/);
    const foreign = hrefs[0]?.replace(byMail, (await sendRequest(desk.app)).link) ?? '';
    expect((await get(foreign)).statusCode).toBe(404);
  });

  it('keeps what was written when something is missing or too much, and names the files', async () => {
    const { number, link } = await sendRequest(desk.app);
    const nothing = await reply(link, ' \r\n ');
    expect([nothing.statusCode, nothing.body.includes(texts.errors.empty)]).toEqual([422, true]);
    const large = { name: 'film.mp4', content: Buffer.alloc(10 * 1024 * 1024 + 1) };
    const tooLarge = await reply(link, 'Kept "words" <b>', { files: [large, { name: 'a.txt', content: 'a' }] });
    expect(tooLarge.statusCode).toBe(422);
    expect(tooLarge.body).toContain(texts.errors.large);
    expect(tooLarge.body).toContain('film.mp4, a.txt');
    expect(tooLarge.body).toContain('Kept "words" &lt;b></textarea>');
    const many = Array.from({ length: 6 }, (_, i) => ({ name: `${i}.txt`, content: 'x' }));
    expect((await reply(link, 'Many', { files: many })).body).toContain(texts.errors.many);
    expect((await reply(link, 'x'.repeat(10_001))).body).toContain(texts.errors.long);
    expect((await thread(number)).filter(({ direction }) => direction === 'in')).toHaveLength(1);
  });

  it('is reopened and rated only when it is over', async () => {
    const { number, link } = await sendRequest(desk.app);
    await post(`${link}/reopening`, {});
    await post(`${link}/rating`, { score: '5' });
    expect(await ticket(number)).toMatchObject({ status: 'new', fields: {} });
    await solve(number);
    expect((await get(link)).body).toContain(texts.rate.title);
    expect((await post(`${link}/rating`, { comment: 'Kept <i>' })).body).toContain('Kept &lt;i></textarea>');
    await post(`${link}/rating`, { score: '2', comment: 'Slow' });
    await post(`${link}/rating`, { score: '4', comment: 'Better' });
    expect((await ticket(number)).fields).toMatchObject({ rating: '4/5', ratingComment: 'Better' });
    expect((await get(link)).body).toContain('You gave us 4 of 5.');
    const back = await post(`${link}/reopening`, {});
    expect((await get(String(back.headers.location).split('#')[0] ?? '')).body).toContain(texts.done.reopened);
    await post(`${link}/reopening`, {});
    expect(await ticket(number)).toMatchObject({ status: 'open', queued: true });
    expect((await thread(number)).filter(({ event }) => event?.kind === 'reopened')).toHaveLength(1);
  });

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.test' },
    { origin: 'null' },
  ])('takes nothing from other sites: %j', async (headers) => {
    const { number, link } = await sendRequest(desk.app);
    await solve(number);
    for (const act of ['replies', 'reopening', 'rating'])
      expect(
        (await post(`${link}/${act}`, { id: 'x'.repeat(20), text: 'x', score: '1' }, { headers })).statusCode,
      ).toBe(403);
    expect(await ticket(number)).toMatchObject({ status: 'solved', fields: {} });
  });
});

it('the request form takes files as well, whatever they are called', async () => {
  const inquiry = { type: 'inquiry', email: 'files@people.test', subject: 'Pictures', text: 'See there.' };
  const files = [
    { name: 'zażółć gęślą.png', type: 'image/png', content: Buffer.from('\x89PNG\r\n\x1a\n\0\0\n', 'latin1') },
    { name: '../../<b>x.html', type: 'text/html', content: '<script>alert(1)</script>' },
    { name: '', content: '' },
  ];
  const send = (fields: Record<string, string>, sent: FormFile[]) =>
    post('/help/en/request', { ...inquiry, id: `files-${'x'.repeat(12)}-${desk.next()}`, ...fields }, { files: sent });
  const twice = await Promise.all([1, 2].map(() => send({ id: `same-${'x'.repeat(16)}` }, files)));
  const numbers = twice.map(({ headers }) => Number(/t=(\d+)\./.exec(String(headers.location))?.[1]));
  expect(numbers[0]).toBe(numbers[1]);
  const [message] = (await thread(numbers[0] ?? 0)).filter(({ direction }) => direction === 'in');
  expect(message?.attachments.map(({ name, size }) => `${name} ${size}`)).toEqual([
    'zażółć gęślą.png 11',
    '<b>x.html 25',
  ]);
  const refused = async (fields: Record<string, string>, sent: FormFile[], words: string) => {
    const { statusCode, body } = await send(fields, sent);
    expect([statusCode, body.includes(words)]).toEqual([422, true]);
    return body;
  };
  await refused({ text: '' }, files, 'zażółć gęślą.png, &lt;b>x.html');
  const large = [{ name: 'film.mp4', content: Buffer.alloc(11_000_000) }];
  expect(await refused({}, large, texts.errors.large)).toContain('See there.</textarea>');
  const many = Array.from({ length: 60 }, (_, i) => ({ name: `${i}.txt`, content: 'x' }));
  await refused({}, many.slice(0, 6), texts.errors.many);
  expect((await send({}, many)).statusCode).toBe(413);
  expect((await send({ admin: 'yes' }, [])).statusCode).toBe(400);
});
