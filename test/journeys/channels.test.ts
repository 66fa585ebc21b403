import type { Page } from 'playwright-core';
import type { LetterheadBody } from '../../server/channels/email/letterhead-schema.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/app.ts';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { APP_ID, APP_PASSWORD, startBotConnector, TENANT, type BotConnector } from '../support/bot-connector.ts';
import { eventually } from '../support/eventually.ts';
import { dovecotMissing, startMailServer } from '../support/mail-server.ts';
import { startOAuthProvider } from '../support/oauth-provider.ts';
import { shoot } from '../support/screenshots.ts';
import { startTelegram, type TelegramStandIn } from '../support/telegram.ts';

describe.skipIf(!hasBrowser)('channels in the settings (needs chromium)', () => {
  let desk: Desk;
  let telegram: TelegramStandIn;
  let connector: BotConnector;
  let ana: Colleague;
  const look = async (page: Page, name: string) => void (process.env['SCREENSHOTS'] && (await shoot(page, name)));

  beforeAll(async () => {
    telegram = await startTelegram();
    connector = await startBotConnector();
    const { TEAMS_OPENID_URL = '', TEAMS_TOKEN_URL = '' } = connector.env;
    const elsewhere = { TELEGRAM_API_ROOT: telegram.url, TEAMS_OPENID_URL, TEAMS_TOKEN_URL };
    desk = await openDesk({ ALLOW_PRIVATE_HOSTS: '127.0.0.1', ...elsewhere });
    ana = await desk.enter('Ana Pop', 'admin');
  });
  afterAll(async () => {
    await desk?.close();
    await telegram?.close();
    await connector?.stop();
  });

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
    await dialog.getByText(/refuses the connection/).waitFor();
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

  it('a Telegram bot is tested, added, works, and is removed', async () => {
    const { page } = ana;
    const dialog = page.getByRole('dialog');
    await page.goto(`${desk.url}/inbox/settings/channels`);
    await page.getByText('No bot yet').waitFor();
    await page.getByRole('button', { name: 'Add a bot' }).first().click();
    await dialog.getByLabel('Token').fill(`99:${'x'.repeat(30)}`);
    await dialog.getByRole('button', { name: 'Test' }).click();
    await dialog.getByText('Telegram does not know this token.').waitFor();
    await dialog.getByLabel('Token').fill(telegram.token);
    await dialog.getByRole('button', { name: 'Test' }).click();
    await dialog.getByText(`It is @${telegram.bot.username}, and it works.`).waitFor();
    await look(page, 'bot');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const bots = page.locator('section', { has: page.getByRole('heading', { name: 'Telegram' }) });
    await bots.getByText(telegram.bot.username).first().waitFor();
    await bots.getByText('Works').waitFor();
    await look(page, 'bots');
    await bots.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No bot yet').waitFor();
  });

  it('a Teams bot is tested, added with its endpoint to copy, works, and is removed', async () => {
    const { page } = ana;
    const dialog = page.getByRole('dialog');
    await page.goto(`${desk.url}/inbox/settings/channels`);
    await page.getByRole('button', { name: 'Add a Teams bot' }).click();
    await dialog.getByLabel('Application id').fill(APP_ID);
    await dialog.getByLabel('Client secret').fill('wrong');
    await dialog.getByLabel('Organisations').fill(TENANT);
    await dialog.getByRole('button', { name: 'Test' }).click();
    await dialog.getByText('Microsoft does not take this id, secret or organisation.').waitFor();
    await look(page, 'teams-form');
    await dialog.getByLabel('Client secret').fill(APP_PASSWORD);
    await dialog.getByRole('button', { name: 'Test' }).click();
    await dialog.getByText('Access: Works').waitFor();
    await dialog.getByLabel(/^Name/).fill('Bot of the shop');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const bots = page.locator('section', { has: page.getByRole('heading', { name: 'Microsoft Teams' }) });
    await bots.getByText('/channels/teams/messages').waitFor();
    await bots.getByText('Works').first().waitFor();
    await look(page, 'teams');
    await bots.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No Teams bot yet').waitFor();
  });

  it.skipIf(dovecotMissing)('what a first connection takes over is shown before it begins', async () => {
    const mail = await startMailServer();
    const [address, { page }] = ['old@desk.test', ana];
    for (const n of [1, 2, 3]) mail.deliver(address, `From: ann@people.example\r\nSubject: old ${n}\r\n\r\nHello\r\n`);
    const server = new URL(mail.imapUrl(address));
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Add a mailbox' }).click();
    await dialog.getByLabel('Address', { exact: true }).fill(address);
    await dialog.getByLabel('Name of the sender').fill('Old mail');
    const imap = dialog.getByRole('group', { name: 'Incoming mail (IMAP)' });
    await imap.getByLabel('Server').fill(server.hostname);
    await imap.getByLabel('Port').fill(server.port);
    await imap.getByLabel('Encryption').selectOption({ label: 'None' });
    await imap.getByLabel('User').fill(address);
    await imap.getByLabel('Password').fill(decodeURIComponent(server.password));
    await dialog.getByText('Everything').click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('3 mails in the folder, 3 of them would be taken over').first().waitFor();
    await look(page, 'takes-over');
    expect((await ask<{ items: object[] }>(page, 'GET', '/mailboxes')).items).toEqual([]);
    await dialog.getByRole('button', { name: 'Save and take over 3 mails' }).click();
    await page.getByText(address, { exact: true }).waitFor();
    expect((await ask<{ items: object[] }>(page, 'GET', '/mailboxes')).items).toMatchObject([
      { address, since: 'all' },
    ]);
    await mail.stop();
  });

  it('a mailbox gets a signature, a further sender, an acknowledgement and a limit', async () => {
    const { page } = ana;
    const mailbox = { name: 'The shop', address: 'shop@desk.test', enabled: false, door: true, since: 'now' };
    const { id } = await ask<{ id: string }>(page, 'POST', '/mailboxes', mailbox);
    const letterhead = () => ask<LetterheadBody>(page, 'GET', `/mailboxes/${id}/letterhead`);
    await page.goto(`${desk.url}/inbox/settings/channels/${id}`);
    await page.getByRole('heading', { name: 'shop@desk.test' }).waitFor();
    await page.getByRole('textbox', { name: 'Signature' }).fill('Best wishes\n');
    await page.getByRole('button', { name: 'Insert agent.name' }).click();
    await page.getByText('Best wishes Ana Pop').waitFor();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByRole('button', { name: 'Add a sender' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('{{agent.name}}, returns');
    await dialog.getByLabel(/^Address/).fill('returns@desk.test');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Ana Pop, returns <returns@desk.test>').waitFor();
    await page.getByLabel('Send acknowledgements').check();
    await page.getByText('Polski').click();
    await page.getByLabel('Subject').fill('Mamy Twoje zgłoszenie {number}');
    await page.getByText('Mamy Twoje zgłoszenie #1234').waitFor();
    await page.locator('section', { hasText: 'Acknowledgement' }).getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('Answer new mail').check();
    await page.getByLabel('Limit outgoing mail').check();
    await page.getByLabel('Mails at most').fill('30');
    await look(page, 'letterhead');
    await page.locator('section', { hasText: 'Limit outgoing mail' }).getByRole('button', { name: 'Save' }).click();
    await eventually(async () => expect((await letterhead()).rate).toEqual({ mails: 30, per: 'hour' }));
    const kept = await letterhead();
    expect(kept.assistant).toBe(true);
    expect(kept.signature).toBe('Best wishes\n{{agent.name}}');
    expect(kept.identities).toMatchObject([{ name: '{{agent.name}}, returns', address: 'returns@desk.test' }]);
    expect(kept.acknowledge).toMatchObject({ on: true, texts: { pl: { subject: 'Mamy Twoje zgłoszenie {number}' } } });
    expect(Object.keys(kept.acknowledge.texts)).toEqual(['pl']);
  });

  it('a mailbox is connected at its provider, and says before it begins that it waits', async () => {
    const provider = await startOAuthProvider(60);
    const { page } = ana;
    const dialog = page.getByRole('dialog');
    // The provider sends the browser to the address that the desk has for everybody.
    const { publicUrl } = desk.app.context.config;
    const [session] = await page.context().cookies();
    await page.context().addCookies([{ name: session!.name, value: session!.value, url: publicUrl }]);
    await page.goto(`${publicUrl}/inbox/settings/channels`);
    await page.getByRole('button', { name: 'Set up: Google' }).click();
    await dialog.getByLabel('Client id').fill(provider.clientId);
    await dialog.getByLabel('Client secret').fill(provider.clientSecret);
    await dialog.getByText('Addresses of the sign-in').click();
    await dialog.getByLabel('Sign-in', { exact: true }).fill(`${provider.url}/authorize`);
    await dialog.getByLabel('Tokens').fill(`${provider.url}/token`);
    await look(page, 'provider');
    await dialog.getByRole('button', { name: 'Save' }).click();
    // Whoever signs in there agrees.
    await page.route(`${provider.url}/authorize**`, (route) =>
      route.fulfill({ status: 302, headers: { location: provider.agree(route.request().url(), 'g@desk.test') } }),
    );
    await page.getByRole('button', { name: 'Connect a mailbox' }).click();
    await dialog.getByLabel('Address', { exact: true }).fill('g@desk.test');
    await dialog.getByLabel('Name of the sender').fill('Desk at Google');
    await dialog.getByText('From a day on').click();
    await dialog.getByRole('button', { name: 'Continue at Google' }).click();
    await page.getByText('g@desk.test is connected. It begins once you have seen').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await look(page, 'connected');
    await page.getByRole('button', { name: 'Look and begin' }).click();
    await dialog.getByText('Signed in at Google; no password is kept.').waitFor();
    await page.goto(`${publicUrl}/inbox/settings/channels?failed=denied`);
    await page.getByRole('alert').getByText('The access was not allowed at the provider.').waitFor();
    await provider.stop();
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

/** In the page, as whoever is signed in there. */
const ask = <T>(page: Page, method: string, path: string, body?: object): Promise<T> =>
  page.evaluate(
    async ([how, where, what]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/v1${where}`, { method: how, ...(what ? { headers, body: what } : {}) });
      return (await answer.json()) as never;
    },
    [method, path, body ? JSON.stringify(body) : ''] as const,
  );
