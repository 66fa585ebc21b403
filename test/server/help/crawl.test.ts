import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import type { TestApp } from '../../support/app.ts';
import { crawl, elementsOf, type Crawled, type Element } from '../../support/crawl.ts';
import { buildHelpApp } from '../../support/help.ts';
import { furnish, ORIGIN, OWN } from '../../support/shop.ts';

/** What is asked for by no link: searches, and what is not there. */
const asked = (locale: string): string[] => [
  `/help/${locale}/`,
  `/help/${locale}/search`,
  `/help/${locale}/search?q=brzoza`,
  `/help/${locale}/search?q=zzyzx`,
  `/help/${locale}/zzyzx`,
  `/help/${locale}/request?type=return&article=${OWN.en}`,
];

let app: TestApp;
let site: Crawled;
let pages: { path: string; body: string; elements: Element[] }[];
beforeAll(async () => {
  app = await buildHelpApp({ env: { PUBLIC_URL: ORIGIN } });
  await furnish(app);
  const get = async (url: string) => {
    const { statusCode, headers, body } = await app.inject({ method: 'GET', url });
    return { status: statusCode, kind: String(headers['content-type']).split(';')[0] ?? '', body };
  };
  // The form after each of the articles is the same form.
  const isForm = (path: string): boolean => /[?&]article=/.test(path) && !path.includes(OWN.en);
  site = await crawl(ORIGIN, LANGUAGES.flatMap(asked), get, isForm);
  pages = [...site.visits]
    .filter(([, { kind }]) => kind === 'text/html')
    .map(([path, { body }]) => ({ path, body, elements: elementsOf(body) }));
}, 60_000);
afterAll(() => app.close());

const found = (elements: readonly Element[], name: string, where: Record<string, string> = {}) =>
  elements.filter((one) => one.name === name && Object.entries(where).every(([key, is]) => one.attributes[key] === is));

describe('the whole site without scripts', () => {
  it('is there in five languages', () => {
    for (const locale of LANGUAGES) {
      const own = pages.filter(({ path }) => path.startsWith(`/help/${locale}/`)).map(({ path }) => path);
      expect(own.length, locale).toBeGreaterThan(35);
    }
  });

  it('leads nowhere that does not exist', () => {
    const missing = [...site.visits].filter(([path, { status }]) => status !== (path.endsWith('/zzyzx') ? 404 : 200));
    expect(missing.map(([path, { status }]) => `${status} ${path}`)).toEqual([]);
    const ids = new Map(pages.map(({ path, elements }) => [path, elements.map(({ attributes }) => attributes['id'])]));
    const loose = site.references.filter(({ to, anchor }) => anchor !== '' && !ids.get(to)?.includes(anchor));
    expect(loose.map(({ from, to, anchor }) => `${from} → ${to}#${anchor}`)).toEqual([]);
  });

  it('is valid HTML', async () => {
    const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard', 'html-validate:a11y'] });
    const wrong = new Map<string, string>();
    for (const { path, body } of pages)
      for (const { messages } of (await validator.validateString(body, path)).results)
        for (const { ruleId, message, selector } of messages) wrong.set(`${ruleId}: ${message} (${selector})`, path);
    expect([...wrong]).toEqual([]);
  });

  it('has one heading above all, its language, and a title on every page', () => {
    for (const { path, body, elements } of pages) {
      expect(found(elements, 'h1'), path).toHaveLength(1);
      expect(found(elements, 'html')[0]?.attributes['lang'], path).toBe(path.slice(6, 8));
      expect(/<title>(.*?)<\/title>/s.exec(body)?.[1]?.length, path).toBeGreaterThan(5);
      expect(body.replace(/ data-props="[^"]*"/g, ''), path).not.toMatch(/undefined|\{\{|\{[a-z]+\}/);
    }
  });

  it('names its translations, and they name it', () => {
    const alternates = new Map(
      pages.map(({ path, elements }) => [
        path,
        found(elements, 'link', { rel: 'alternate' }).map(({ attributes }) => [
          attributes['hreflang'] ?? '',
          attributes['href'] ?? '',
        ]),
      ]),
    );
    let named = 0;
    for (const [path, others] of alternates) {
      const languages = others.map(([language]) => language);
      if (languages.length > 0)
        expect(languages, path).toEqual(expect.arrayContaining([path.slice(6, 8), 'x-default']));
      for (const [language, href = ''] of others) {
        const there = href.replace(ORIGIN, '');
        if (language !== 'x-default') expect(there.slice(6, 8), path).toBe(language);
        expect(alternates.get(there), `${path} → ${there}`).toContainEqual([path.slice(6, 8), ORIGIN + path]);
        named += 1;
      }
    }
    // Home, topics and articles, each with five others and the one for all the rest.
    expect(named).toBeGreaterThan(5 * 6 * 20);
  });

  it('tells search engines what they understand', async () => {
    const kinds = new Set<string>();
    for (const { path, body } of pages)
      for (const [, json = ''] of body.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
        const data = JSON.parse(json) as { '@context': string; '@type': string };
        expect(data['@context'], path).toBe('https://schema.org');
        kinds.add(data['@type']);
      }
    expect([...kinds].sort()).toEqual(['BreadcrumbList', 'TechArticle', 'WebSite']);
    const { body } = await app.inject({ method: 'GET', url: '/help/sitemap.xml' });
    const listed = [...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => address.replace(ORIGIN, ''));
    expect(listed).toEqual(expect.arrayContaining([`/help/pl/${OWN.pl}`, '/help/ro/c/']));
    expect(body).toContain(`/${OWN.pl}</loc><lastmod>2`);
    for (const path of listed) {
      const page = site.visits.get(path);
      expect(page?.status, path).toBe(200);
      expect(page?.body, path).toContain(`<link rel="canonical" href="${ORIGIN}${path}">`);
      expect(page?.body, path).not.toContain('content="noindex"');
    }
  });
});
