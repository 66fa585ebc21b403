// npm run pictures: the pictures of the README. The product runs on a folder of its own with the sample company, and a
// real browser looks at it; docs/pictures/ gets one PNG each. Needs chromium.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { addDemo } from '../../server/demo/add.ts';
import { buildTestApp, type TestApp } from './app.ts';
import { CHROMIUM, hasBrowser, launchBrowser } from './browser.ts';
import { buildFrontEnds } from './build.ts';
import { shoot } from './screenshots.ts';

const folder = process.env['SCREENSHOTS'] ?? join(import.meta.dirname, '../../docs/pictures');
/** What a page of a repository should weigh at most. */
const MOST_BYTES = 250_000;
/** The agent who is looking, of the sample company. */
const AGENT = 'hannah@voltshop.example';

interface Desk {
  app: TestApp;
  url: string;
  browser: Browser;
  /** Of every agent of the sample company. */
  password: string;
}

if (!hasBrowser) {
  process.stderr.write(`There is no ${CHROMIUM}: install chromium, or set CHROMIUM to its path.\n`);
  process.exit(1);
}
buildFrontEnds('inbox', 'widget', 'help');
const desk = await open();
try {
  for (const draw of [help, widget, inbox]) await draw(desk);
} finally {
  await desk.browser.close();
  await desk.app.close();
}

/** It is twenty to eleven in the morning, so that times in the pictures do not depend on when they are made. */
async function open(): Promise<Desk> {
  const start = morning();
  const app = await buildTestApp({
    env: { MAIL_ADDRESS: 'support@voltshop.example', SMTP_URL: 'smtp://127.0.0.1:9' },
    clock: { now: () => new Date(start + performance.now()) },
  });
  await loadSampleArticles(app.context);
  const added = await addDemo(app.context);
  if (!added) throw new Error('the store was not empty');
  return { app, url: await app.listen(), browser: await launchBrowser(), password: added.company.password };
}

async function help({ browser, url }: Desk): Promise<void> {
  const page = await newPage(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}/help/en/`);
  await keep(page, 'help');
}

async function widget({ browser, url }: Desk): Promise<void> {
  const page = await newPage(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}/demo?lang=en`);
  await page.getByRole('button', { name: 'Help and chat' }).click();
  await page.getByRole('button', { name: 'Start a chat' }).click();
  const log = page.getByRole('log', { name: 'Messages' });
  const say = async (text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Your message' }).fill(text);
    await page.keyboard.press('Enter');
  };
  await say('Hello');
  await log.getByText('What can I do for you?').waitFor();
  await say('How long does delivery take?');
  await log.getByRole('link', { name: 'Open the article' }).waitFor();
  await keep(page, 'widget');
}

async function inbox({ browser, url, password }: Desk): Promise<void> {
  const page = await newPage(browser, { viewport: { width: 1360, height: 850 } });
  await page.goto(`${url}/inbox/open`);
  await page.getByLabel('E-mail address').fill(AGENT);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  await page.evaluate(setOnline);
  await page.locator('a[data-ticket]', { hasText: 'Invoice with company name' }).click();
  await page.locator('#thread').getByText('could future orders have it').waitFor();
  await page.getByText('Suggested articles').waitFor();
  await page.mouse.move(1_000, 300);
  await keep(page, 'inbox');
  await page.emulateMedia({ colorScheme: 'dark' });
  await keep(page, 'inbox-dark');
}

function morning(): number {
  return new Date().setUTCHours(10, 40, 0, 0);
}

/** In the page: a write with a cookie must come from it. */
async function setOnline(): Promise<void> {
  const body = JSON.stringify({ state: 'online' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/api/v1/agents/me/availability', { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function newPage(browser: Browser, more: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', colorScheme: 'light', ...more });
  const page = await context.newPage();
  await page.clock.setFixedTime(morning() + performance.now());
  return page;
}

async function keep(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  const path = await shoot(page, name, folder);
  const { size } = statSync(path);
  process.stdout.write(`${path}  ${Math.round(size / 1000)} kB\n`);
  if (size > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1000} kB`);
}
