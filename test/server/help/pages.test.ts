import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Articles } from '../../../knowledge-base/model.ts';
import { ArticleVotes, MissedSearches } from '../../../server/help/model.ts';
import { preferredLanguage } from '../../../server/help/site.ts';
import { asBytes } from '../../../server/vault/sealed.ts';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import { buildHelpApp } from '../../support/help.ts';
import type { TestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildHelpApp({ env: { PUBLIC_URL: 'https://help.example' } });
}, 60_000);
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
const lang = (html: string): string | undefined => /<html lang="(\w\w)">/.exec(html)?.[1];

describe('every page', () => {
  it.each(
    LANGUAGES.flatMap((locale) =>
      ['', 'c/returns', 'request', 'request?type=return', 'search?q=x'].map((path) => `/help/${locale}/${path}`),
    ),
  )('%s is whole HTML in its language, under a strict policy', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(lang(body)).toBe(url.slice(6, 8));
    expect(body.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(body).not.toContain('undefined');
    expect(body.replace(/ data-props="[^"]*"/g, '')).not.toMatch(/\{[a-z]+\}/);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(body).not.toMatch(/<script(?![^>]*src=)(?![^>]*ld\+json)/);
    expect(body).not.toMatch(/\sstyle=|\son[a-z]+=/);
  });

  it('has reciprocal alternates and a canonical address', async () => {
    for (const path of ['/help/pl/', '/help/pl/c/returns', '/help/pl/zwrot-towaru']) {
      const { body } = await get(path);
      expect(body).toContain(`<link rel="canonical" href="https://help.example${path}">`);
      const alternates = [...body.matchAll(/hreflang="([\w-]+)" href="https:\/\/help\.example([^"]+)"/g)];
      expect(alternates.map((match) => match[1])).toEqual(expect.arrayContaining([...LANGUAGES, 'x-default']));
      for (const [, locale, other] of alternates) {
        const page = await get(other ?? '');
        expect(page.statusCode, other).toBe(200);
        if (locale !== 'x-default') expect(lang(page.body)).toBe(locale);
        expect(page.body).toContain(`hreflang="pl" href="https://help.example${path}"`);
      }
    }
  });

  it('is answered 304 when the browser has it', async () => {
    const first = await get('/help/en/');
    const etag = String(first.headers.etag);
    const again = await get('/help/en/', { 'if-none-match': `"other", W/${etag}` });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await get('/help/ro/', { 'if-none-match': etag })).statusCode).toBe(200);
  });
});

describe('addresses', () => {
  it.each([
    ['pl-PL,pl;q=0.9,en;q=0.8', 'pl'],
    ['fr,de;q=0.9', 'en'],
    ['de;q=0.9,ru;q=0.5,es;q=0.8', 'es'],
    ['ro;q=0,ru', 'ru'],
    [undefined, 'en'],
    ['*', 'en'],
    ['q=,;;,q=2;', 'en'],
  ])('%s gets %s', async (header, expected) => {
    expect(preferredLanguage(header)).toBe(expected);
    const answer = await get('/help/', header === undefined ? {} : { 'accept-language': header });
    expect([answer.statusCode, answer.headers.location]).toEqual([302, `/help/${expected}/`]);
  });

  it.each([
    ['/help', '/help/'],
    ['/help/pl', '/help/pl/'],
    ['/help/en/zwrot-towaru', '/help/en/return-an-item'],
    ['/help/ru/return-an-item', '/help/ru/vernut-tovar'],
  ])('%s moves to %s', async (from, to) => {
    const answer = await get(from);
    expect([answer.statusCode, answer.headers.location]).toEqual([301, to]);
  });

  it.each([
    '/help/es/nada',
    '/help/es/c/nada',
    '/help/es/a/b/c',
    '/help/es/request/sent?t=1.abc',
    '/help/es/__proto__',
    `/help/es/${'x'.repeat(300)}`,
  ])('%s is a 404 page with a search, in its language', async (url) => {
    const { statusCode, body, headers } = await get(url);
    expect(statusCode).toBe(404);
    expect(lang(body)).toBe('es');
    expect(body).toContain('action="/help/es/search"');
    expect(body).toContain('<meta name="robots" content="noindex">');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('of no language of ours are a 404 page in the best one', async () => {
    const { statusCode, body } = await get('/help/fr/retours', { 'accept-language': 'ro' });
    expect([statusCode, lang(body)]).toEqual([404, 'ro']);
  });
});

describe('an article', () => {
  it('has contents, anchors, data for search engines, related articles and a way to us', async () => {
    const { body } = await get('/help/en/return-an-item');
    expect(body).toContain('<a href="#what-it-costs"');
    expect(body).toContain('<h2 id="what-it-costs">');
    expect(body).toContain('href="/help/en/request?article=return-an-item"');
    expect(body).toMatch(/<h2 id="related"[^>]*>.*href="\/help\/en\/refund-times"/s);
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body)?.[1] ?? '') as object;
    expect(data).toMatchObject({ '@type': 'TechArticle', headline: 'Return an item within 30 days', inLanguage: 'en' });
    expect(body).toContain('noindex'); // a sample
  });

  it('that is hostile does no harm', async () => {
    const text = { summary: '"><img src=x onerror=alert(1)>', keywords: [], updatedAt: new Date() };
    const title = '</script><script>alert(1)</script><!--';
    await Articles(app.context).collection.insertOne({
      v: 1,
      key: 'hostile',
      category: 'products',
      order: 9,
      sample: false,
      status: 'published',
      revision: 1,
      createdAt: new Date(),
      updatedAt: new Date(),
      translations: [{ locale: 'en', slug: 'hostile', title, body: '<script>alert(1)</script>\n\nhi', ...text }],
    } as never);
    for (const url of ['/help/en/hostile', '/help/en/', '/help/en/c/products', '/help/pl/hostile']) {
      const { body, statusCode } = await get(url);
      expect(statusCode).toBe(200);
      expect(body, url).not.toContain('<script>alert');
      expect(body, url).not.toContain('<img src=x');
    }
  });

  it('without a translation is shown in another language, with a notice and the right lang', async () => {
    const { body } = await get('/help/pl/hostile');
    expect(lang(body)).toBe('pl');
    expect(body).toContain('Czytasz go w języku: angielski.');
    expect(body).toMatch(/<h1[^>]* lang="en"/);
    expect(body).toContain('<link rel="canonical" href="https://help.example/help/en/hostile">');
    expect(body).not.toContain('rel="alternate"');
  });

  it('counts one answer a day from one address, and thanks for all', async () => {
    const vote = (answer: string) =>
      app.inject({
        method: 'POST',
        url: '/help/en/track-parcel/helpful',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `answer=${answer}`,
      });
    const first = await vote('yes');
    expect([first.statusCode, first.headers.location]).toEqual([303, '/help/en/track-parcel?thanks=yes#helpful']);
    await vote('yes');
    await vote('no');
    expect(await ArticleVotes(app.context).find().lean()).toMatchObject([{ locale: 'en', yes: 1, no: 0 }]);
    expect((await get('/help/en/track-parcel?thanks=yes')).body).toContain('Thank you. Your answer helps');
    expect((await vote('maybe')).statusCode).toBe(400);
    const home = (await get('/help/en/')).body;
    expect(home.slice(home.indexOf('id="popular"')).indexOf('/help/en/track-parcel')).toBeLessThan(
      home.slice(home.indexOf('id="popular"')).indexOf('/help/en/delivery-times'),
    );
  });
});

describe('the results page', () => {
  it('shows what was found, marked', async () => {
    const { body } = await get('/help/en/search?q=waranty+clame');
    expect(body).toContain('href="/help/en/warranty-claim"');
    expect(body).toMatch(/<mark>[Ww]arranty<\/mark>/);
    expect(body).toContain('value="waranty clame"');
  });

  it('escapes what was asked', async () => {
    const q = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;
    const { statusCode, body } = await get(`/help/en/search?q=${encodeURIComponent(q)}`);
    expect(statusCode).toBe(200);
    expect(body).not.toContain('<script>alert');
    expect(body).not.toContain('<img src=x');
  });

  it('remembers what was not found, but nothing that names a person', async () => {
    await get('/help/pl/search?q=Kr%C3%B3liki+angorskie');
    await get('/help/pl/search?q=kroliki++ANGORSKIE');
    await get('/help/pl/search?q=anna.kowalska%40example.com');
    await get('/help/pl/search?q=zzyzx+123456');
    const missed = await MissedSearches(app.context).find({ locale: 'pl' }).lean();
    expect(missed).toMatchObject([{ count: 2 }]);
    const { _id, query } = missed[0]!;
    const opened = app.context.vault.openInstance(`MissedSearch/${String(_id)}/query`, asBytes(query)!);
    expect(opened.toString()).toBe('kroliki angorskie');

    const url = '/api/v1/help/gaps?locale=pl';
    expect((await get(url)).statusCode).toBe(401);
    const [agent, lead] = [(await app.signIn('agent')).cookie, (await app.signIn('supervisor')).cookie];
    const [gap] = (await get(url, { cookie: agent })).json().items;
    expect(gap).toMatchObject({ query: 'kroliki angorskie', count: 2 });
    const away = (cookie: string) =>
      app.inject({ method: 'DELETE', url: `/api/v1/help/gaps/${gap.id}`, headers: { cookie } });
    expect([(await away(agent)).statusCode, (await away(lead)).statusCode, (await away(lead)).statusCode]).toEqual([
      403, 204, 404,
    ]);
    expect((await get(url, { cookie: lead })).json().items).toEqual([]);
  });

  it('takes a bare and an overlong question', async () => {
    expect((await get('/help/en/search')).body).toContain('What are you looking for?');
    expect((await get(`/help/en/search?q=${'x'.repeat(2000)}`)).statusCode).toBe(404);
    expect((await get('/help/en/search?q=refund&utm_source=mail')).statusCode).toBe(200);
  });
});

describe('robots', () => {
  it('find the pages that are not samples, each with its translations', async () => {
    const { body, headers } = await get('/help/sitemap.xml');
    expect(headers['content-type']).toContain('application/xml');
    expect(body).toContain('<loc>https://help.example/help/ru/</loc>');
    expect(body).toContain('<loc>https://help.example/help/en/hostile</loc>');
    expect(body).not.toContain('return-an-item');
    expect((await get('/robots.txt')).body).toContain('Sitemap: https://help.example/help/sitemap.xml');
  });

  it('and browsers get styles and scripts, within 20 kB', async () => {
    const { gzipSync } = await import('node:zlib');
    const script = await get('/help/assets/client/client.js');
    expect(script.statusCode).toBe(200);
    expect(gzipSync(script.rawPayload).length).toBeLessThan(20_000);
    expect((await get('/help/assets/server/style.css')).headers['content-type']).toContain('text/css');
  });
});
