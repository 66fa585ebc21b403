import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import { buildHelpApp } from '../../support/help.ts';
import type { TestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildHelpApp({ env: { PUBLIC_URL: 'https://help.example', MAIL_ADDRESS: 'desk@brzoza.example' } });
}, 60_000);
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

describe('the shop', () => {
  const PIXEL =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const call = async (method: 'GET' | 'PUT' | 'POST', url: string, cookie: string, payload?: object) =>
    app.inject({ method, url, headers: cookie ? { cookie } : {}, ...(payload ? { payload } : {}) });
  const facts = {
    name: 'Brzoza & Córki',
    colour: '#ffd400',
    logo: PIXEL,
    address: 'ul. Leśna 3\n00-001 Warszawa',
    email: 'sklep@brzoza.example',
    languages: ['pl', 'en'],
    timeZone: 'Europe/Warsaw',
    returnDays: 14,
    warrantyMonths: 24,
  };

  it('is for agents to read and for admins to change', async () => {
    const agent = (await app.signIn('agent')).cookie;
    expect((await call('GET', '/api/v1/shop', '')).statusCode).toBe(401);
    expect((await call('PUT', '/api/v1/shop', agent, { name: 'x' })).statusCode).toBe(403);
    const answer = await call('GET', '/api/v1/shop', agent);
    expect(answer.json()).toMatchObject({ name: '', colour: null, logo: null, theme: null, returnDays: null });
    expect((await get('/shop/logo')).statusCode).toBe(404);
  });

  it('refuses what is none of its facts', async () => {
    const { cookie } = await app.signIn('admin');
    const svg = `data:image/png;base64,${Buffer.from('<svg onload="x"/>').toString('base64')}`;
    for (const [status, wrong] of [
      [400, { colour: 'red' }],
      [400, { languages: [] }],
      [400, { languages: ['pl', 'pl'] }],
      [400, { website: 'javascript:alert(1)' }],
      [400, { shop: 'x' }],
      [422, { timeZone: 'Mars/Olympus' }],
      [422, { logo: svg }],
    ] as const)
      expect((await call('PUT', '/api/v1/shop', cookie, wrong)).statusCode, JSON.stringify(wrong)).toBe(status);
  });

  it('is what site, articles, search, widget and mails speak of', async () => {
    const { cookie } = await app.signIn('admin');
    const put = await call('PUT', '/api/v1/shop', cookie, facts);
    expect(put.json()).toMatchObject({ ...facts, logo: expect.stringMatching(/^\/shop\/logo\?v=[0-9a-f]{12}$/) });
    expect((await call('GET', '/api/v1/desk', cookie)).json()).toMatchObject({ timeZone: 'Europe/Warsaw' });

    const home = await get('/help/pl/');
    expect(home.body).toContain('<title>Brzoza &amp; Córki · ');
    expect(home.body).toContain('ul. Leśna 3\n00-001 Warszawa');
    expect(home.body).toContain(`<img src="${put.json().logo}" alt=""`);
    expect(home.body).toContain('<link rel="stylesheet" href="/shop/theme.css?v=ffd400">');
    expect((await get('/shop/theme.css?v=ffd400')).body).toContain(put.json().theme.light.accent);
    expect((await get(put.json().logo)).headers['content-type']).toBe('image/png');

    expect([...home.body.matchAll(/rel="alternate" hreflang="([\w-]+)"/g)].map((match) => match[1])).toEqual([
      'pl',
      'en',
      'x-default',
    ]);
    expect((await get('/help/ru/search?q=x')).headers.location).toBe('/help/pl/search?q=x');
    expect((await get('/help/', { 'accept-language': 'ru, es' })).headers.location).toBe('/help/en/');
    expect((await get('/help/sitemap.xml')).body).not.toContain('/help/ru/');

    const body = 'Towar można odesłać w ciągu {{shop.returnDays}} dni. {{shop.phone}}';
    const article = {
      slug: 'dni',
      title: 'Ile dni ma {{shop.name}}',
      summary: 'Kwokka',
      body,
      category: 'returns',
      locale: 'pl',
    };
    const made = await call('POST', '/api/v1/articles', cookie, article);
    await call('POST', `/api/v1/articles/${made.json().id}/publication`, cookie);
    const page = await get('/help/pl/dni');
    expect(page.body).toContain('w ciągu 14 dni. </p>');
    expect(page.body).toContain('Ile dni ma Brzoza &amp; Córki</h1>');
    const found = await get('/api/v1/help/search?q=kwokka&locale=pl');
    expect(found.json().items).toMatchObject([{ title: 'Ile dni ma Brzoza & Córki' }]);

    const look = await get('/channels/webchat/look');
    expect(look.json()).toMatchObject({ name: 'Brzoza & Córki', languages: ['pl', 'en'], callbacks: false });
    expect(look.json().theme).toContain(`:host{--accent:light-dark(${put.json().theme.light.accent},`);

    const none = await call('PUT', '/api/v1/shop', cookie, {
      name: '',
      colour: null,
      logo: null,
      languages: [...LANGUAGES],
    });
    expect(none.json()).toMatchObject({ logo: null, theme: null, email: facts.email });
  });
});
