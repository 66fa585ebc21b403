import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/app.ts';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { shoot } from '../support/screenshots.ts';

describe.skipIf(!hasBrowser)('channels in the settings (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  const look = async (page: Page, name: string) => void (process.env['SCREENSHOTS'] && (await shoot(page, name)));

  beforeAll(async () => {
    desk = await openDesk();
    ana = await desk.enter('Ana Pop', 'admin');
  });
  afterAll(() => desk?.close());

  it('an admin adds a mailbox, is told in words why it does not work, changes and removes it', async () => {
    const { page } = ana;
    const dialog = page.getByRole('dialog');
    await page.goto(`${desk.url}/inbox/settings/channels`);
    await page.getByText('No mailbox yet').waitFor();
    await page.getByText('widget.js').waitFor();
    await page.getByRole('button', { name: 'Add a mailbox' }).click();
    await dialog.getByLabel('Address', { exact: true }).fill('help@desk.test');
    await dialog.getByLabel('Name of the sender').fill('The desk');
    const imap = dialog.getByRole('group', { name: 'Incoming mail (IMAP)' });
    await imap.getByLabel('Server').fill('127.0.0.1');
    await imap.getByLabel('Port').fill(String(await freePort()));
    await imap.getByLabel('User').fill('help');
    await imap.getByLabel('Password').fill('secret');
    await dialog.getByRole('button', { name: 'Test' }).click();
    await dialog.getByText(/private network|refuses the connection/).waitFor();
    await look(page, 'mailbox');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('help@desk.test').waitFor();
    await look(page, 'channels');
    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('In use').uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Switched off').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No mailbox yet').waitFor();
  });

  it('everybody is told of a channel that has not worked for two minutes, and can have it tried again', async () => {
    const ben = await desk.enter('Ben Baker');
    const since = new Date(Date.now() - 130_000).toISOString();
    const failed = {
      channel: 'email',
      account: 'env',
      state: 'down',
      failing: true,
      since,
      name: 'support@desk.test',
      cause: 'refused',
      error: 'connect ECONNREFUSED',
    };
    let asked = 0;
    await ben.page.route('**/api/v1/channels**', async (route) => {
      if (route.request().method() === 'POST') asked += 1;
      const items = asked > 0 ? [{ ...failed, state: 'up', failing: false }] : [failed];
      await route.fulfill({ json: { items } });
    });
    await ben.page.reload();
    await ben.page
      .getByRole('alert')
      .getByText(/\(support@desk\.test\).* refuses the connection/)
      .waitFor();
    await look(ben.page, 'failing');
    await ben.page.getByRole('button', { name: 'Try again' }).click();
    await ben.page.getByText('Trying again').waitFor();
    await ben.page.getByText('refuses the connection').waitFor({ state: 'detached' });
    expect(asked).toBe(1);
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
