import type { Page } from 'playwright-core';
import type { SampleDesk } from './sample-desk.ts';

/** A screen of the inbox: pictures are made of it, and everybody must be able to use it. */
export interface Screen {
  name: string;
  /** Below /inbox/. */
  path: string | ((desk: SampleDesk) => string);
  /** Seen without being signed in. */
  stranger?: boolean;
  /** What has to be there, as a selector that does not depend on the language. */
  shows: string;
  /** What is opened then. */
  open?: (page: Page) => Promise<void>;
}

const settings = (name: string, more: Partial<Screen> = {}): Screen => ({
  name: `settings-${name}`,
  path: `settings/${name}`,
  shows: '.settings main .card',
  ...more,
});

const ticket = ({ ticket: number }: SampleDesk): string => `all/${number}`;
const THREAD = '#thread article';

/** Every screen, in the order in which one comes to know them. */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: '', stranger: true, shows: 'input[type=password]' },
  { name: 'list', path: 'all', shows: 'a[data-ticket]' },
  { name: 'ticket', path: ticket, shows: THREAD },
  { name: 'customer', path: ticket, shows: THREAD, open: openPanel },
  { name: 'envelope', path: ticket, shows: '.composer .editor', open: openEnvelope },
  { name: 'articles', path: ticket, shows: '.composer .editor', open: searchArticles },
  { name: 'note', path: ticket, shows: '.composer .editor', open: writeNote },
  { name: 'erase', path: ticket, shows: THREAD, open: openErase },
  { name: 'palette', path: ticket, shows: THREAD, open: (page) => press(page, 'Control+k') },
  { name: 'keys', path: ticket, shows: THREAD, open: (page) => press(page, '?') },
  { name: 'intake', path: 'intake', shows: 'main h1, main h2' },
  { name: 'today', path: 'today', shows: 'main h2' },
  { name: 'repairs', path: 'repairs', shows: 'main .day' },
  settings('profile'),
  settings('notices'),
  settings('security'),
  settings('agents'),
  settings('teams'),
  settings('hours'),
  settings('steps'),
  { name: 'calendar', path: 'settings/hours', shows: '.settings main .card', open: openCalendar },
  { name: 'service-point', path: 'settings/repairs', shows: '.settings main .card', open: openCalendar },
  settings('roles'),
  settings('rules'),
  settings('replies'),
  settings('macros'),
  { name: 'macro', path: 'settings/macros/new', shows: '.settings main form' },
  settings('tags'),
  settings('blocked', { shows: '.settings main h1' }),
  settings('articles', { shows: '.settings main li' }),
  settings('shop', { shows: '.settings main form' }),
  settings('setup'),
  settings('channels', { shows: '.settings main .account' }),
  { name: 'mailbox', path: 'settings/channels', shows: '.settings main .account', open: openMailboxForm },
  { name: 'letterhead', path: 'settings/channels/env', shows: '.settings main article' },
  settings('tokens'),
  settings('retention'),
  settings('audit', { shows: '.settings main li' }),
];

async function openCalendar(page: Page): Promise<void> {
  await page.locator('.settings main .card .btn.small').first().click();
  await page.locator('dialog[open] fieldset').first().waitFor();
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.locator('dialog[open]').waitFor();
}

/** On narrow screens it is a drawer. */
async function openPanel(page: Page): Promise<void> {
  const panel = page.locator('aside .lucide-eraser');
  if ((await panel.count()) === 0 && (page.viewportSize()?.width ?? 0) < 1100)
    await page.locator('main header .lucide-panel-right').click();
  await panel.waitFor();
}

async function openErase(page: Page): Promise<void> {
  await openPanel(page);
  await page.locator('aside .lucide-eraser').click();
  await page.locator('dialog[open] form').waitFor();
}

async function openEnvelope(page: Page): Promise<void> {
  await page.locator('.composer [role=radio]').first().click();
  await page.locator('.composer .envelope').click();
  await page.locator('.composer .recipients').waitFor();
}

async function writeNote(page: Page): Promise<void> {
  await page.locator('.composer [role=radio]').nth(1).click();
  await page.locator('.composer [contenteditable]').fill('VS-48213 → @Marta');
}

async function searchArticles(page: Page): Promise<void> {
  await page.locator('.composer [role=radio]').first().click();
  await page.locator('.composer [contenteditable]').click();
  await press(page, 'Control+j');
  await page.locator('dialog[open] input').fill('delivery');
  await page.locator('dialog[open] [role=option]').first().waitFor();
}

async function openMailboxForm(page: Page): Promise<void> {
  await page.locator('.settings main .btn.primary').first().click();
  const dialog = page.locator('dialog[open]');
  await dialog.locator('input[type=email]').fill('hello@voltshop.example');
  await dialog.locator('fieldset input.input').first().fill('imap.voltshop.example');
}
