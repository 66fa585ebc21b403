import { randomBytes } from 'node:crypto';
import { removeSamples } from '../../../../knowledge-base/import-content.ts';
import { Counters, SAMPLES_REMOVED } from '../../../../server/counter.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketOf } from '../../../../server/channels/webchat/thread.ts';
import { newSession, visitorOf } from '../../../../server/channels/webchat/session.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
import { Messages } from '../../../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { Visitor } from './visitor.ts';

let app: TestApp;
let url: string;
const now = { at: Date.now() };

beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now.at) } });
  url = await app.listen();
});
afterAll(() => app.close());

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(600)]);
const said = (clientId: string, more: object = {}) =>
  JSON.stringify({ clientId, text: 'see here', locale: 'pl', ...more });

function form(parts: [string, string | File][]): FormData {
  const data = new FormData();
  for (const [name, value] of parts) data.append(name, value);
  return data;
}
const post = (parts: [string, string | File][]) =>
  fetch(`${url}/channels/webchat/messages`, { method: 'POST', body: form(parts) });
const file = (name: string, bytes: Buffer, type = 'application/octet-stream') =>
  new File([new Uint8Array(bytes)], name, { type });

describe('a message with files', () => {
  it('is stored once, however often it comes, and its files can be read by the visitor', async () => {
    const visitor = await Visitor.greeted(url);
    const parts: [string, string | File][] = [
      ['session', visitor.token],
      ['message', said('with-two-files')],
      ['file', file('zdjęcie.png', png, 'image/png')],
      ['file', file('evil.html', Buffer.from('<script>alert(1)</script>'), 'text/html')],
    ];
    for (const answer of [await post(parts), await post(parts)]) {
      expect(answer.status).toBe(202);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
    await visitor.until(() => visitor.messages().some((m) => m.attachments.length === 2));
    const own = visitor.messages().filter((m) => m.from === 'visitor');
    expect(own).toHaveLength(1);
    const [picture, page] = own[0]?.attachments ?? [];
    expect(picture).toMatchObject({ name: 'zdjęcie.png', size: png.length });
    const read = await fetch(url + picture?.url);
    expect(read.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await read.arrayBuffer()).equals(png)).toBe(true);
    const html = await fetch(url + page?.url);
    expect(html.headers.get('content-type')).toBe('application/octet-stream');
    expect(html.headers.get('content-security-policy')).toContain('sandbox');
    expect(html.headers.get('content-disposition')).toContain('attachment');
    const found = await ticketOf(app.context, visitorOf(app.context.vault, visitor.token) ?? '');
    expect(await Messages(app.context).countDocuments({ ticket: found!.ticket, direction: 'in' })).toBe(1);
    visitor.close();
  });

  it('a link to a file ends after a day, and none can be made up', async () => {
    const visitor = await Visitor.greeted(url);
    await post([
      ['session', visitor.token],
      ['message', said('for-a-day')],
      ['file', file('a.txt', Buffer.from('a'))],
    ]);
    await visitor.until(() => visitor.messages().some((m) => m.attachments.length === 1));
    const link = visitor.messages().find((m) => m.attachments.length === 1)?.attachments[0]?.url ?? '';
    expect((await fetch(url + link)).status).toBe(200);
    const changed = link.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')).replace(/(token=....)./, '$1_');
    expect((await fetch(url + changed)).status).toBe(404);
    expect((await fetch(`${url}/channels/file?token=AAAA`)).status).toBe(404);
    now.at += 25 * 3_600_000;
    expect((await fetch(url + link)).status).toBe(404);
    visitor.close();
  });

  const token = () => newSession(app.context.vault).token;
  it.each<[string, () => [string, string | File][], number]>([
    [
      'without a session',
      () => [
        ['message', said('abcdefgh')],
        ['file', file('a', png)],
      ],
      401,
    ],
    [
      'with a forged session',
      () => [
        ['session', `${'A'.repeat(22)}.${'B'.repeat(43)}`],
        ['message', said('abcdefgh')],
        ['file', file('a', png)],
      ],
      401,
    ],
    [
      'with the file before the session',
      () => [
        ['file', file('a', png)],
        ['session', token()],
        ['message', said('abcdefgh')],
      ],
      401,
    ],
    [
      'with the file before the message',
      () => [
        ['session', token()],
        ['file', file('a', png)],
        ['message', said('abcdefgh')],
      ],
      400,
    ],
    [
      'without a file',
      () => [
        ['session', token()],
        ['message', said('abcdefgh')],
      ],
      400,
    ],
    [
      'that is no message',
      () => [
        ['session', token()],
        ['message', '{"clientId":1}'],
        ['file', file('a', png)],
      ],
      400,
    ],
    [
      'with members that are not ours',
      () => [
        ['session', token()],
        ['message', said('abcdefgh', { visitor: 'x' })],
        ['file', file('a', png)],
      ],
      400,
    ],
    [
      'with more than 10 MB',
      () => [
        ['session', token()],
        ['message', said('abcdefgh')],
        ['file', file('a', Buffer.alloc(6_000_000))],
        ['file', file('b', Buffer.alloc(6_000_000))],
      ],
      413,
    ],
    [
      'with six files',
      () => [
        ['session', token()],
        ['message', said('abcdefgh')],
        ...Array.from({ length: 6 }, (): [string, File] => ['file', file('a', png)]),
      ],
      413,
    ],
  ])('%s is refused', async (_, parts, status) => {
    expect((await post(parts())).status).toBe(status);
  });
});

describe('the sample shop', () => {
  it('embeds the widget under a strict policy, in the language asked for', async () => {
    const page = await fetch(`${url}/demo?lang=pl`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';.*style-src 'self';/);
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|nonce/);
    expect(html).toContain('<html lang="pl">');
    expect(html).toContain('<script src="/widget.js" async></script>');
    expect(html).not.toMatch(/<style|style=|onclick|javascript:/);
    expect((await fetch(`${url}/demo/shop.css`)).headers.get('content-type')).toContain('text/css');
    expect((await fetch(`${url}/demo/icon.svg`)).headers.get('content-type')).toContain('image/svg+xml');
  });

  it('is the shop’s own page where there is one', async () => {
    const { cookie } = await app.signIn('admin');
    const put = (payload: object) => app.inject({ method: 'PUT', url: '/api/v1/shop', headers: { cookie }, payload });
    const sample = await (await fetch(`${url}/demo`)).text();
    expect(sample).toContain('Example Electronics');
    await put({ name: 'Brzoza & Córki', colour: '#2f6b4f', languages: ['pl', 'ro'] });
    const own = await (await fetch(`${url}/demo?lang=en`)).text();
    expect(own).toMatch(/<html lang="pl">.*<title>Brzoza &amp; Córki<.*theme\.css\?v=2f6b4f.*widget\.js/s);
    expect(own).not.toMatch(/Example|€|lang=ru/);
    await put({ name: '', colour: null, languages: ['en', 'es', 'ro', 'pl', 'ru'] });
    expect(await (await fetch(`${url}/demo`)).text()).toBe(sample);
    await removeSamples(app.context);
    const removed = await (await fetch(`${url}/demo?lang=ro`)).text();
    expect(removed).toContain('<title>Încearcă chatul</title>');
    await Counters(app.context).deleteOne({ _id: SAMPLES_REMOVED });
  });

  it.each([
    ['?lang=xx', 'de', 'en'],
    ['', 'ru-RU,ru;q=0.9', 'ru'],
    ['', 'de, ro;q=0.5', 'ro'],
    ['?lang="><script>', 'es', 'en'],
  ])('%s with %s is %s', async (query, header, lang) => {
    const html = await (await fetch(`${url}/demo${query}`, { headers: { 'accept-language': header } })).text();
    expect(html).toContain(`<html lang="${lang}">`);
  });
});

describe('the door for messages with files', () => {
  it('is open to everybody, so one address gets through sixty times in ten minutes', async () => {
    now.at += 600_000;
    const stranger: [string, string][] = [['session', 'not one of ours']];
    const answers = await Promise.all(Array.from({ length: 64 }, () => post(stranger)));
    const statuses = answers.map((answer) => answer.status);
    expect([401, 429].map((status) => statuses.filter((s) => s === status).length)).toEqual([60, 4]);
    now.at += 600_000;
    expect((await post(stranger)).status).toBe(401);
  });
});

describe('the start page', () => {
  it('suggests articles that exist, all different, and refuses other languages', async () => {
    const { startIndexing } = await import('../../../../knowledge-base/publish.ts');
    const { loadSampleArticles } = await import('../../../../knowledge-base/import-content.ts');
    await loadSampleArticles(app.context);
    const indexing = await startIndexing(app.context);
    now.at += 120_000;
    const ask = async () =>
      (await fetch(`${url}/channels/webchat/home?locale=ru`)).json() as Promise<{
        items: { id: string; slug: string; locale: string; title: string }[];
      }>;
    await expect.poll(async () => ((now.at += 61_000), (await ask()).items.length), { timeout: 30_000 }).toBe(5);
    const { items } = await ask();
    expect(new Set(items.map((i) => i.id)).size).toBe(5);
    expect(items.every((i) => i.locale === 'ru')).toBe(true);
    expect((await fetch(`${url}/channels/webchat/home?locale=de`)).status).toBe(400);
    await byPage(items.map(({ slug }) => slug));
    await indexing.stop();
  });

  /** What a page of the shop has of its own. */
  async function byPage([first = '', second = '']: string[]): Promise<void> {
    const { cookie } = await app.signIn('admin');
    const put = (pages: object[], as = cookie) =>
      app.inject({ method: 'PUT', url: '/api/v1/help/by-page', headers: { cookie: as }, payload: { pages } });
    const suggested = async (page: string, title = '', locale = 'ru') => {
      const query = new URLSearchParams({ page, title, locale }).toString();
      const answer = await fetch(`${url}/api/v1/help/suggestions?${query}`);
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
      return ((await answer.json()) as { items: { slug: string; locale: string; title: string }[] }).items;
    };
    expect((await app.inject({ method: 'PUT', url: '/api/v1/help/by-page', payload: { pages: [] } })).statusCode).toBe(
      401,
    );
    expect((await put([], (await app.signIn()).cookie)).statusCode).toBe(403);
    expect((await put([{ pattern: '/x', articles: ['not-there'] }])).statusCode).toBe(422);
    expect((await put([{ pattern: 'x', articles: [first] }])).statusCode).toBe(400);
    const rules = [
      { pattern: '/cart/*/pay', articles: [second, first] },
      { pattern: '/cart*', articles: [first] },
    ];
    expect((await put(rules)).json()).toEqual({ pages: rules });
    expect((await suggested('/cart/1/pay')).map(({ slug }) => slug)).toEqual([second, first]);
    expect((await suggested('/cart')).map(({ slug }) => slug)).toEqual([first]);
    // In the reader's language, whichever the address is of; and what the title finds behind it, each once.
    expect((await suggested('/cart', '', 'pl'))[0]).toMatchObject({ locale: 'pl' });
    const title = (await suggested('/cart'))[0]?.title ?? '';
    const titled = await suggested('/elsewhere', title);
    expect(titled[0]?.slug).toBe(first);
    expect((await suggested('/cart', title)).filter(({ slug }) => slug === first)).toHaveLength(1);
    expect(await suggested('/elsewhere', 'Zzyzx Qwertz Plugh')).toEqual([]);
  }

  it('says when people are back in the reader’s own time, and how soon they answer once that is known', async () => {
    now.at = Date.UTC(2027, 2, 1, 7); // a Monday, before nine in Warsaw
    const { cookie } = await app.signIn('admin');
    const put = (path: string, payload: object, as = cookie) =>
      app.inject({ method: 'PUT', url: `/api/v1/${path}`, headers: { cookie: as }, payload });
    const says = async (locale = 'en', zone = 'Europe/Warsaw') =>
      ((await (await fetch(`${url}/channels/webchat/home?locale=${locale}&zone=${zone}`)).json()) as { says: string })
        .says;
    const day = { from: '09:00', to: '17:00' };
    const week = [day, day, day, day, day, null, null];
    expect((await app.inject({ url: '/api/v1/webchat/hours' })).statusCode).toBe(401);
    expect((await put('webchat/hours', { week }, (await app.signIn('supervisor')).cookie)).statusCode).toBe(403);
    for (const wrong of [week.slice(1), week.map(() => null), [{ from: '17:00', to: '09:00' }, ...week.slice(1)]])
      expect((await put('webchat/hours', { week: wrong })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await put('webchat/hours', { week: null })).json()).toMatchObject({ week: null });
    expect(await says()).toBe('');

    await put('desk', { timeZone: 'Europe/Warsaw' });
    expect((await put('webchat/hours', { week })).json()).toEqual({ week, timeZone: 'Europe/Warsaw' });
    expect(await says()).toMatch(/We are back today, 9:00\sAM/);
    expect(await says('pl', 'Asia/Tokyo')).toBe('Naszego zespołu teraz nie ma. Wracamy: dzisiaj, 17:00.');
    now.at = Date.UTC(2027, 2, 5, 18);
    expect(await says('ru')).toBe('Сейчас сотрудников нет на месте. Мы вернёмся: понедельник, 09:00.');
    expect((await fetch(`${url}/channels/webchat/home?locale=en&zone=Mars`)).status).toBe(400);
    now.at = Date.UTC(2027, 2, 8, 9);
    expect(await says()).toBe('Our team is here now.');

    const visitors = await Promise.all(Array.from({ length: 5 }, () => Visitor.greeted(url)));
    await Promise.all(visitors.map((one, i) => one.say(`needs-somebody-${i}`, 'I want to talk to a person, please')));
    const own = await Promise.all(
      visitors.map(async ({ token }) => {
        const id = visitorOf(app.context.vault, token) ?? '';
        await expect.poll(() => ticketOf(app.context, id), { timeout: 20_000 }).toBeDefined();
        return (await ticketOf(app.context, id))!.ticket;
      }),
    );
    now.at += 7 * 60_000;
    const agent = (await app.signIn()).cookie;
    for (const _id of own) {
      const { number } = await Tickets(app.context).findById(_id).lean().orFail();
      const answer = { method: 'POST', url: `/api/v1/tickets/${number}/replies`, headers: { cookie: agent } } as const;
      const payload = { clientId: 'somebody-answers', text: 'Here I am' };
      expect((await app.inject({ ...answer, payload })).statusCode).toBe(201);
    }
    now.at += 6 * 60_000;
    expect(await says()).toBe('People usually answer within 15 minutes.');
    for (const visitor of visitors) visitor.close();
  });
});
