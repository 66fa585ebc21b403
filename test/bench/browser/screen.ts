import { join } from 'node:path';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { call, type Running } from '../server.ts';

/** What the page's probe can wait for (probe.js), with its argument. */
export type Shown = 'rows' | 'cursor' | 'picked' | 'letter' | 'thread';
export interface Frames {
  /** Milliseconds between one frame and the next. */
  apart: number[];
  /** Those of more than 50 ms as the browser tells of them. */
  long: { duration: number; blockingDuration: number; scripts: string[] }[];
}

/** An agent's screen whose page measures itself. */
export interface Screen {
  page: Page;
  cdp: CDPSession;
  context: BrowserContext;
  url: string;
  /** Does `act` and answers the milliseconds from its input to what is named being painted. */
  time(type: 'keydown' | 'click', shown: Shown, argument: number | undefined, act: () => Promise<void>): Promise<number>;
  close(): Promise<void>;
}

/** A new browser profile, nothing in its caches, signed in as the server's admin. */
export async function openScreen(browser: Browser, { url, cookie }: Pick<Running, 'url' | 'cookie'>): Promise<Screen> {
  // What keeps the desk's files fetches all of them once: not while something else is measured.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', serviceWorkers: 'block' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  await context.addInitScript({ path: join(import.meta.dirname, 'probe.js') });
  return { ...(await tabOf(context, url)), close: () => context.close() };
}

/** A further tab of the same profile. */
export async function tabOf(context: BrowserContext, url: string): Promise<Screen> {
  const page = await context.newPage();
  return {
    page,
    context,
    url,
    cdp: await context.newCDPSession(page),
    async time(type, shown, argument, act) {
      await page.evaluate(`bench.arm('${type}', '${shown}', ${argument})`);
      await act();
      return await page.evaluate<number>('bench.measured()');
    },
    close: () => page.close(),
  };
}

/** Opens the list of all tickets and waits until nothing is on its way any more. */
export async function openList(screen: Screen, path = 'all'): Promise<number> {
  await screen.page.bringToFront();
  await screen.page.goto(`${screen.url}/inbox/${path}`, { waitUntil: 'commit' });
  const ms = await screen.page.evaluate<number>(`bench.loaded('rows')`);
  await settle(screen.page);
  return ms;
}

/** As somebody who reads: what was fetched ahead is there then. */
export async function settle(page: Page, ms = 1000): Promise<void> {
  await page.waitForTimeout(ms);
}

/** The numbers of the first tickets of a list, in its order. */
export async function numbersOf(server: Pick<Running, 'url' | 'cookie'>, n: number): Promise<number[]> {
  const numbers: number[] = [];
  let after = '';
  while (numbers.length < n) {
    const answer = await call(`${server.url}/api/v1/tickets?view=all&limit=100${after}`, { cookie: server.cookie });
    const { items, next } = (await answer.json()) as { items: { number: number }[]; next: string | null };
    numbers.push(...items.map(({ number }) => number));
    if (!next) break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  return numbers.slice(0, n);
}
