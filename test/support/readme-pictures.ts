import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openWindow, type SampleDesk } from './sample-desk.ts';
import { shoot } from './screenshots.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');
/** What a page of a repository should weigh at most. */
const MOST_BYTES = 250_000;
/** The agent who is looking, of the sample company. */
const AGENT = 'hannah@voltshop.example';

/** The pictures of the README. */
export async function readmePictures(desk: SampleDesk): Promise<void> {
  for (const draw of [help, widget, inbox]) await draw(desk);
}

async function help(desk: SampleDesk): Promise<void> {
  const page = await newPage(desk, 1280, 800);
  await page.goto(`${desk.url}/help/en/`);
  await keep(page, 'help');
}

async function widget(desk: SampleDesk): Promise<void> {
  const page = await newPage(desk, 1280, 800);
  await page.goto(`${desk.url}/demo?lang=en`);
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

async function inbox(desk: SampleDesk): Promise<void> {
  const page = await newPage(desk, 1360, 850);
  await page.goto(`${desk.url}/inbox/open`);
  await page.getByLabel('E-mail address').fill(AGENT);
  await page.getByLabel('Password', { exact: true }).fill(desk.password);
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

/** In the page: a write with a cookie must come from it. */
async function setOnline(): Promise<void> {
  const body = JSON.stringify({ state: 'online' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/api/v1/agents/me/availability', { method: 'PUT', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function newPage(desk: SampleDesk, width: number, height: number): Promise<Page> {
  const look = { locale: 'en-GB', colorScheme: 'light', viewport: { width, height } } as const;
  const { page } = await openWindow(desk, look, false);
  await page.clock.setFixedTime(desk.app.context.clock.now());
  return page;
}

async function keep(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  const path = await shoot(page, name, folder);
  const { size } = statSync(path);
  process.stdout.write(`${path}  ${Math.round(size / 1000)} kB\n`);
  if (size > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES / 1000} kB`);
}
