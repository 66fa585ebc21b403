import { randomBytes } from 'node:crypto';
import { removeSamples } from '../../../../knowledge-base/import-content.ts';
import { Counters, SAMPLES_REMOVED } from '../../../../server/counter.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketOf } from '../../../../server/channels/webchat/thread.ts';
import { newSession, visitorOf } from '../../../../server/channels/webchat/session.ts';
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
