import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visitorOf } from '../../../../server/channels/webchat/session.ts';
import { ticketOf } from '../../../../server/channels/webchat/thread.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
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
    expect(await says()).toBe('');

    const hours = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));
    const holidays = [{ date: '2027-03-02', name: 'Stocktaking' }];
    expect((await put('calendars/desk', { timeZone: 'Europe/Warsaw', hours, holidays })).statusCode).toBe(200);
    expect(await says()).toMatch(/We are back today, 9:00\sAM/);
    expect(await says('pl', 'Asia/Tokyo')).toBe('Naszego zespołu teraz nie ma. Wracamy: dzisiaj, 17:00.');
    now.at = Date.UTC(2027, 2, 1, 18);
    expect(await says('pl')).toBe('Naszego zespołu teraz nie ma. Wracamy: środa, 09:00.');
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
