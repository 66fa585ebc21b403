import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailChannel } from '../../server/channels/email/email.ts';
import { Intake } from '../../server/intake/model.ts';
import { buildAll } from '../../web/build.ts';
import { mailOf } from '../server/channels/email/desk.ts';
import { smtpClient } from '../server/channels/email/smtp-client.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { shoot } from '../support/screenshots.ts';

if (!hasBrowser) console.warn('Skipped: the journey of the incoming log, no chromium');

const BOMB = mailOf({ Subject: 'Bomb', 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\n\nx\n'.repeat(1_200));

describe.skipIf(!hasBrowser)('the incoming log', { sequential: true }, () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let address: string;
  const problems: string[] = [];

  beforeAll(async () => {
    await buildAll({ only: ['inbox'] });
    app = await buildTestApp({
      env: { MAIL_ADDRESS: 'support@desk.test', SMTP_IN_PORT: '0', ADMIN_EMAIL: 'admin@desk.test' },
    });
    address = await app.listen();
    const client = await smtpClient((app.context.channels.get('email') as EmailChannel).smtpPort() ?? 0);
    const lamp = mailOf({ Subject: 'Lamp', 'Message-ID': '<lamp@people.test>' });
    const list = mailOf({ Subject: 'News', 'List-Id': '<news.people.test>', Precedence: 'list' });
    for (const raw of [lamp, lamp, list, BOMB, mailOf({ Subject: 'Robot', 'Auto-Submitted': 'auto-replied' })])
      expect(await client.send(raw)).toMatch(/^250/);
    client.close();
    await eventually(async () =>
      expect([
        await Intake(app.context).countDocuments({ outcome: 'pending' }),
        await Intake(app.context).countDocuments(),
      ]).toEqual([0, 4]),
    );
    browser = await launchBrowser();
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${address}/inbox/intake`);
    await page.fill('input[name=email]', 'admin@desk.test');
    await page.fill('input[name=password]', 'correct horse battery');
    await page.keyboard.press('Enter');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const chip = (name: string) => page.getByRole('group', { name: 'Outcome' }).getByRole('button', { name });

  it('shows what could not be read, with its bytes, and tries it again', async () => {
    const row = page.getByRole('listitem').filter({ hasText: 'More than 1000 parts' });
    await row.waitFor();
    await row.getByRole('button', { expanded: false }).click();
    await row.getByText(createHash('sha256').update(BOMB).digest('hex')).waitFor();
    await row.getByLabel('Raw source').filter({ hasText: 'Subject: Bomb' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('link', { name: 'Download the source' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('source.eml');
    await shoot(page, 'ledger-1440-light');
    await row.getByRole('button', { name: 'Process again' }).click();
    await page.getByText('Processed again: Quarantined').waitFor();
  });

  it('counts what came by its outcome, and what came again', async () => {
    await chip('Quarantined 1').waitFor();
    await chip('Ticket 1').waitFor();
    await chip('Everything 4').waitFor();
    await chip('Ignored 2').click();
    await page.getByText('Mailing list').waitFor();
    await page.getByText('Automatic reply').waitFor();
    await chip('Duplicate 1').click();
    await page.locator('main li').first().getByRole('button', { expanded: false }).click();
    await page.getByText('came once more').waitFor();
    await page.getByRole('button', { name: '#1', exact: true }).click();
    await page.getByRole('heading', { name: 'Lamp' }).first().waitFor();
  });

  it.each([
    ['pl', 900, 'dark'],
    ['ru', 390, 'light'],
  ] as const)('speaks %s at %i px, %s', async (locale, width, colorScheme) => {
    await app.context.db.collection('agents').updateMany({}, { $set: { locale } });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}/inbox/intake`);
    await page.locator('main li').first().getByRole('button', { expanded: false }).click();
    await page.locator('pre').waitFor();
    await shoot(page, `ledger-${width}-${colorScheme}-${locale}`);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    expect(problems).toEqual([]);
  });
});
