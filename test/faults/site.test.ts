import { setTimeout } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANGUAGES } from '../../server/tickets/envelopes.ts';
import type { TestApp } from '../support/app.ts';
import { buildHelpApp } from '../support/help.ts';
import { startMeilisearch, type MeilisearchStandIn } from '../support/meilisearch.ts';
import { startProxy, type Proxy } from '../support/proxy.ts';
import { furnish, ONLY_POLISH, OWN } from '../support/shop.ts';
import { startStore, type RunningStore } from './store/running.ts';

/** Search and store away while people read: every page that was there before is there. */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
/** Longer than the first page waits for the store. */
const AWAY_MS = FULL ? 60_000 : 3500;
/** Nothing waits for search. */
const SEARCH_AWAY_MS = FULL ? 60_000 : 1000;
const EVERY_MS = FULL ? 250 : 20;

let app: TestApp;
let store: RunningStore | undefined;
let line: Proxy;
let search: MeilisearchStandIn;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ombud-away-'));
  const given = process.env['TEST_MONGODB_URI'];
  store = given ? undefined : await startStore(folder);
  const uri = new URL(given ?? store?.uri ?? '');
  line = await startProxy(Number(uri.port));
  search = await startMeilisearch();
  uri.port = String(line.port);
  uri.pathname = `/away${Date.now()}`;
  const env = { MONGODB_URI: uri.href, MEILI_URL: search.url, MEILI_KEY: search.key };
  app = await buildHelpApp({ env });
  await furnish(app);
});
afterAll(async () => {
  await app.close();
  await line.stop();
  await search.close();
  await store?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string) => app.inject({ method: 'GET', url });

/** One of each kind in every language, and what belongs to it. */
const PAGES = [
  ...LANGUAGES.flatMap((locale) =>
    [
      '',
      'c/products',
      'c/returns',
      locale === 'pl' ? OWN.pl : OWN.en,
      'search',
      'search?q=brzoza',
      'search?q=zzyzx',
    ].map((path) => `/help/${locale}/${path}`),
  ),
  '/help/pl/?utm_source=mail',
  '/help/files/images/board.png',
  '/help/sitemap.xml',
  '/shop/logo',
  '/shop/theme.css',
];

/** An article in the language of the page, whatever it is called there. */
async function visit(page: string): Promise<Awaited<ReturnType<typeof get>>> {
  const answer = await get(page);
  return answer.statusCode === 301 ? await get(String(answer.headers.location)) : answer;
}

async function visitAll(): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const page of PAGES) {
    const { statusCode, body } = await visit(page);
    expect(statusCode, page).toBe(200);
    said.set(page, body);
  }
  return said;
}

/** Asks for page after page, each at least once, until the time is over; all are there, and as they were. */
async function readOn(ms: number, before?: Map<string, string>): Promise<number> {
  const end = performance.now() + ms;
  let asked = 0;
  for (; asked < PAGES.length || performance.now() < end; asked += 1) {
    const page = PAGES[asked % PAGES.length] ?? '';
    const { statusCode, body } = await visit(page);
    expect([page, statusCode]).toEqual([page, 200]);
    if (before) expect(body === before.get(page), page).toBe(true);
    await setTimeout(EVERY_MS);
  }
  return asked;
}

test(`the site goes on without search for ${SEARCH_AWAY_MS / 1000} s`, async () => {
  const engine = async () => ((await get('/help/en/search?q=walnut')).statusCode, app.context.search.name);
  await expect.poll(engine).toBe('meilisearch');
  await visitAll();
  search.away(true);
  const asked = await readOn(SEARCH_AWAY_MS);
  expect(app.context.search.name).toBe('embedded');
  expect((await get('/help/pl/search?q=orzech')).body).toContain(`/help/pl/${OWN.pl}"`);
  search.away(false);
  // Seconds later; test/knowledge-base/search tells how.
  if (FULL) await expect.poll(engine).toBe('meilisearch');
  console.log(`search away for ${SEARCH_AWAY_MS / 1000} s: ${asked} pages, 0 failed`);
});

test(`the site goes on without a word of the store for ${AWAY_MS / 1000} s`, async () => {
  const before = await visitAll();
  line.hold(true);
  const asked = await readOn(AWAY_MS, before);
  line.hold(false);
  console.log(`store silent for ${AWAY_MS / 1000} s: ${asked} pages, 0 failed`);
  await news('Anew after silence');
});

test(`the site goes on without the store for ${AWAY_MS / 1000} s, and what was taken back stays hidden`, async () => {
  const { cookie } = await app.signIn('admin');
  await visit(`/help/pl/${ONLY_POLISH}`);
  const { items } = await call<{ items: { id: string; slug: string }[] }>(
    cookie,
    'GET',
    '/articles?locale=pl&limit=100',
  );
  const hidden = items.find(({ slug }) => slug === ONLY_POLISH)?.id ?? '';
  await call(cookie, 'DELETE', `/articles/${hidden}/publication`);
  const before = await visitAll();
  line.cutAfter = 0;
  const asked = await readOn(AWAY_MS, before);
  const { statusCode, body } = await get(`/help/pl/${ONLY_POLISH}`);
  expect(statusCode).toBe(503);
  expect(body).not.toContain('Dąb');
  line.cutAfter = undefined;
  console.log(`store away for ${AWAY_MS / 1000} s: ${asked} pages, 0 failed`);
  await news('Anew after absence');
});

/** By itself the site shows again what is new. */
async function news(title: string): Promise<void> {
  const signIn = () => app.signIn('admin').catch(() => undefined);
  let signed: Awaited<ReturnType<typeof signIn>>;
  await expect.poll(async () => (signed = await signIn())).toBeDefined();
  const cookie = signed?.cookie ?? '';
  const made = await call(cookie, 'POST', '/articles', { locale: 'en', title, body: 'x', category: 'products' });
  await call(cookie, 'POST', `/articles/${made.id}/publication`);
  await expect.poll(async () => (await get('/help/en/c/products')).body).toContain(title);
}

async function call<T = { id: string }>(
  cookie: string,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
): Promise<T> {
  const answer = await app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { cookie },
    ...(payload ? { payload } : {}),
  });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json<T>();
}
