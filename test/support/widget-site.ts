import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { afterTexts, chatTexts, panelTexts, requestsTexts, type WidgetTexts } from '../../server/messages/widget.ts';
import { buildTestApp, type TestApp } from './app.ts';
import { COLOURS, RULES, violations } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { buildFrontEnds } from './build.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { shoot } from './screenshots.ts';
import { openSmtpSink, type SmtpSink } from './smtp-sink.ts';

export const WORDS = {
  pl: { find: 'gwarancja', person: 'Chcę porozmawiać z człowiekiem', width: 1440, scheme: 'light' },
  ru: { find: 'гарантия', person: 'Соедините меня с человеком, пожалуйста', width: 390, scheme: 'dark' },
} as const;
export type Locale = keyof typeof WORDS;
/** All that the widget says in a language. */
export const textsOf = async (locale: Locale): Promise<WidgetTexts> => {
  const parts = [panelTexts, chatTexts, afterTexts, requestsTexts];
  return Object.assign({}, ...(await Promise.all(parts.map((part) => part[locale]())))) as WidgetTexts;
};

/** A desk, and a shop's site with its widget. */
export interface WidgetSite {
  app: TestApp;
  browser: Browser;
  sink: SmtpSink;
  /** Between the site and the desk. */
  line: Proxy;
  /** The desk's address for browsers. */
  desk: string;
  /** What went wrong in pages, and what their policy has refused. */
  problems: string[];
  /** Asks below /api/v1/tickets, as an agent. */
  call<T>(method: 'GET' | 'POST', path: string, payload?: object): Promise<T>;
  /** A page of the shop in a window of its own. */
  open(locale: Locale, prepare?: (page: Page) => Promise<void>): Promise<Page>;
  close(): Promise<void>;
}

/** On pages whose policy allows the widget's script and its addresses, and no style, nonce or eval. */
export async function openWidgetSite(): Promise<WidgetSite> {
  buildFrontEnds('widget', 'inbox');
  const sink = await openSmtpSink();
  const app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test', SMTP_URL: sink.url } });
  await loadSampleArticles(app.context);
  const line = await startProxy(Number(new URL(await app.listen()).port));
  const desk = `http://127.0.0.1:${line.port}`;
  const { cookie } = await app.signIn('agent', { name: 'Anna Nowak' });
  const site = await serveShop(desk);
  const browser = await launchBrowser();
  const problems: string[] = [];
  return {
    ...{ app, browser, sink, line, desk, problems },
    async call(method, path, payload) {
      const request = { method, url: `/api/v1/tickets${path}`, headers: { cookie } };
      return (await app.inject({ ...request, ...(payload ? { payload } : {}) })).json();
    },
    async open(locale, prepare) {
      const { width, scheme } = WORDS[locale];
      const look = { viewport: { width, height: 860 }, colorScheme: scheme, hasTouch: width < 500 };
      const page = await (await browser.newContext(look)).newPage();
      page.setDefaultTimeout(30_000);
      await prepare?.(page);
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (told) => /Content.Security.Policy/i.test(told.text()) && problems.push(told.text()));
      await page.goto(`${site.address}/${locale}`);
      return page;
    },
    async close() {
      await browser.close();
      site.close();
      await line.stop();
      await app.close();
      await sink.stop();
    },
  };
}

async function serveShop(desk: string): Promise<{ address: string; close: () => void }> {
  const policy = `default-src 'none'; script-src ${desk}; connect-src ${desk} ${desk.replace('http', 'ws')}; img-src ${desk}`;
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    const lang = (request.url ?? '').slice(1, 3);
    response.end(
      `<!doctype html><html lang="${lang}"><title>Shop</title><script src="${desk}/widget.js" async></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** Everybody can use what is seen now, by day and by night. */
export async function look(page: Page, locale: Locale, state: string): Promise<void> {
  const { width, scheme } = WORDS[locale];
  if (process.env['SCREENSHOTS']) await shoot(page, `widget-${locale}-${width}-${state}`);
  const where = 'document.body.lastElementChild';
  expect([state, await violations(page, RULES, where)]).toEqual([state, []]);
  await page.emulateMedia({ colorScheme: scheme === 'dark' ? 'light' : 'dark' });
  expect([state, await violations(page, COLOURS, where)]).toEqual([state, []]);
  await page.emulateMedia({ colorScheme: scheme });
}
