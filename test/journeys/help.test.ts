import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tickets } from '../../server/tickets/model.ts';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { violations } from '../support/axe.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { buildHelpApp } from '../support/help.ts';
import { furnish, ONLY_POLISH, OWN } from '../support/shop.ts';
import type { TestApp } from '../support/app.ts';

if (!hasBrowser) process.stdout.write('skipped: the help site in a browser (no chromium)\n');

describe.skipIf(!hasBrowser)('the help site in a browser', () => {
  let app: TestApp;
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    app = await buildHelpApp();
    await furnish(app);
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
    options: BrowserContextOptions = {},
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

  it('suggests articles beside the form while its subject is typed', async () => {
    const { page, complaints } = await open('/help/en/request?type=inquiry');
    await page.fill('[name=subject]', 'My phone battery drains');
    const link = page.locator('[data-suggest=subject] a').first();
    await link.waitFor();
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('href')).toMatch(/^\/help\/en\/[\w-]+$/);
    await page.fill('[name=subject]', 'xq');
    await link.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  /** One of each kind of page, in every language; light and dark, wide and narrow in turn. */
  const KINDS: ((locale: Language) => string)[] = [
    () => '',
    () => 'c/',
    () => 'c/products',
    (locale) => (locale === 'pl' ? OWN.pl : OWN.en),
    () => ONLY_POLISH,
    () => 'search?q=brzoza',
    () => 'search?q=zzyzx',
    () => 'request',
    () => 'request?type=return',
    () => 'requests',
    () => 'zzyzx',
  ];
  const LOOKS = [
    { width: 1440, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
    { width: 1440, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
  ] as const;

  it.each(LOOKS.map((look, turn) => ({ ...look, turn })))(
    'is for everybody, $width px wide, $colorScheme',
    async ({ width, colorScheme, turn }) => {
      const { page, complaints } = await open('/help/', { colorScheme, viewport: { width, height: 900 } });
      const wrong: string[] = [];
      for (const [at, pathIn] of KINDS.entries())
        for (const locale of LANGUAGES.filter((_, place) => (at + place) % LOOKS.length === turn)) {
          const path = `/help/${locale}/${pathIn(locale)}`;
          await page.goto(url + path);
          wrong.push(...(await violations(page)).map((one) => `${path}: ${one}`));
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
          if (wide > width) wrong.push(`${path} is ${wide} px wide`);
        }
      expect(wrong).toEqual([]);
      // A page that is not there says so in the console, nothing else does.
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
      await page.close();
    },
  );

  it('needs 20 kB of script at most', async () => {
    const page = await browser.newPage();
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (answer) => {
      if (answer.request().resourceType() === 'script') scripts.push(answer.body());
    });
    await page.goto(`${url}/help/pl/`, { waitUntil: 'networkidle' });
    await page.getByRole('combobox').fill('zwrot');
    await page.getByRole('option').first().waitFor();
    const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(20_000);
    await page.close();
  });
});
