import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tickets } from '../../server/tickets/model.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { buildHelpApp } from '../support/help.ts';
import type { TestApp } from '../support/app.ts';

if (!hasBrowser) process.stdout.write('skipped: the help site in a browser (no chromium)\n');

describe.skipIf(!hasBrowser)('the help site in a browser', () => {
  let app: TestApp;
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    app = await buildHelpApp();
    url = await app.listen();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  /** A page that remembers what the browser complains about (a broken policy, a failed hydration). */
  async function open(
    path: string,
    options: { javaScriptEnabled?: boolean } = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'pl-PL', ...options });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(url + path);
    return { page, complaints };
  }

  it('takes a request without JavaScript: from the language to the ticket number', async () => {
    const { page, complaints } = await open('/help/', { javaScriptEnabled: false });
    expect(new URL(page.url()).pathname).toBe('/help/pl/');
    await page.fill('input[name=q]', 'gwaranjca usterka');
    await page.press('input[name=q]', 'Enter');
    await page.click('a[href="/help/pl/reklamacja-z-gwarancji"]');
    await page.click('button[value=yes]');
    expect(await page.textContent('#helpful')).toContain('Dziękujemy');
    await page.click('a[href*="request?article="]');
    await page.click('a[href*="type=complaint"]');

    await page.fill('[name=email]', 'anna@');
    await page.fill('[name=happened]', 'Ładowarka się grzeje.');
    await page.click('form[method=post] button[type=submit]');
    expect(await page.textContent('[role=alert]')).toContain('Popraw 2 pola');
    expect(await page.inputValue('[name=happened]')).toBe('Ładowarka się grzeje.');
    expect(await page.evaluate<string>('document.activeElement.getAttribute("role")')).toBe('alert');

    await page.fill('[name=email]', 'anna@example.com');
    await page.fill('[name=product]', 'Ładowarka');
    await page.selectOption('[name=wish]', 'replacement');
    await page.click('form[method=post] button[type=submit]');
    const number = Number(await page.textContent('#number'));
    const ticket = await Tickets(app.context).findOne({ number }).lean();
    expect(ticket).toMatchObject({ type: 'complaint', channel: 'form', language: 'pl' });
    // The refused form says so in the console, nothing else does.
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.close();
  });

  it('suggests while typing, by keyboard, and drops what is overtaken', async () => {
    const { page, complaints } = await open('/help/en/');
    const box = page.getByRole('combobox');
    await box.fill('xq');
    await box.fill('batery');
    const options = page.getByRole('option');
    await options.first().waitFor();
    expect(await options.first().textContent()).toContain('Phone battery drains fast');
    await box.press('ArrowDown');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    expect(await box.getAttribute('aria-activedescendant')).toBe(await options.first().getAttribute('id'));
    await box.press('Escape');
    expect(await box.getAttribute('aria-expanded')).toBe('false');
    expect(await box.inputValue()).toBe('batery');
    await box.press('r'); // asks again
    await box.press('Backspace');
    await options.first().waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
    await page.waitForURL('**/help/en/phone-battery-care');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    '/help/ru/',
    '/help/pl/zwrot-towaru',
    '/help/ro/c/delivery',
    '/help/es/request?type=return',
    '/help/en/search?q=refund',
  ])('%s fits a phone and breaks no policy', async (path) => {
    const { page, complaints } = await open(path);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
