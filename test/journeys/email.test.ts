import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMail } from '../../server/channels/email/parse-mail.ts';
import type { ParsedMail } from '../../server/channels/email/parsed.ts';
import { Tickets } from '../../server/tickets/model.ts';
import { buildAll } from '../../web/build.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../support/mail-server.ts';

const DESK = 'support@desk.test';
const ANN = 'ann@people.test';
const missing = dovecotMissing ?? (hasBrowser ? undefined : 'no chromium');
if (missing) console.warn(`Skipped: the journey of an e-mail. ${missing}`);

/** Each step goes on where the one before it ended. */
describe.skipIf(missing)('an e-mail', { sequential: true }, () => {
  let mails: MailServer;
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  let answer: ParsedMail;
  /** Tickets of the measurement besides the first. */
  const problems: string[] = [];

  beforeAll(async () => {
    await buildAll({ only: ['inbox'] });
    mails = await startMailServer();
    mails.folder(ANN);
    app = await buildTestApp({
      env: {
        MAIL_ADDRESS: DESK,
        IMAP_URL: mails.imapUrl(DESK),
        SMTP_URL: mails.smtpUrl,
        ADMIN_EMAIL: 'admin@desk.test',
      },
    });
    const address = await app.listen();
    browser = await launchBrowser();
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1400, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${address}/inbox/all`);
    await page.fill('input[name=email]', 'admin@desk.test');
    await page.fill('input[name=password]', 'correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing').or(page.locator('section.list')).first().waitFor();
    const leaves = { data: { settings: { undoSeconds: 0 } }, headers: { origin: address } };
    expect((await page.request.put(`${address}/api/v1/agents/me`, leaves)).status()).toBe(200);
    await eventually(() => expect(app.context.channels.get('email')?.states()).toMatchObject([{ state: 'up' }]));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await mails?.stop();
  });

  const row = (subject: string) => page.locator('[data-ticket]').filter({ hasText: subject });
  /** From its delivery to the mailbox to the row on the screen, in milliseconds. */
  async function timeToScreen(subject: string, raw: Buffer): Promise<number> {
    const at = performance.now();
    mails.deliver(DESK, raw);
    await row(subject).waitFor();
    return performance.now() - at;
  }
  const tickets = () => Tickets(app.context).countDocuments();

  it('is on the agent’s screen, with its attachment, when it was delivered', async () => {
    const took = await timeToScreen('Größe der Lampe', withAttachment());
    console.info(`delivered to the agent's screen: ${Math.round(took)} ms`);
    await row('Größe der Lampe').click();
    await page.getByText('Passt die Lampe in den Flur?').first().waitFor();
    await page.getByRole('link', { name: 'Maße für Flur – Grundriß.pdf' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Maße für Flur – Grundriß.pdf' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('Maße für Flur – Grundriß.pdf');
  });

  it('is answered in the inbox, and the answer lies in the customer’s mailbox, threaded', async () => {
    await page.getByRole('textbox', { name: 'Reply' }).fill('Ja, sie passt. Schöne Grüße');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await eventually(() => expect(mails.mailbox(ANN)).toHaveLength(1));
    answer = await parseMail(mails.mailbox(ANN)[0] ?? Buffer.alloc(0));
    expect(answer).toMatchObject({
      from: [{ address: DESK }],
      to: [{ address: ANN }],
      subject: 'Re: Größe der Lampe',
      // Below it the mail that it answers.
      text: expect.stringMatching(/^Ja, sie passt\. Schöne Grüße\n\n.+:\n> Passt die Lampe in den Flur\?$/),
      inReplyTo: ['first@people.test'],
    });
    expect(answer.references.at(-1)).toBe('first@people.test');
    expect(answer.messageId).toMatch(/^ombud\..+@desk\.test$/);
    await page.getByText('Sent', { exact: true }).first().waitFor();
    // As the customer's mail program threads it, together with what they wrote.
    mails.deliver(ANN, withAttachment());
    const threads = await mails.doveadm(
      'search',
      '-u',
      ANN,
      'inthread',
      'references',
      'subject',
      'Größe',
      'mailbox',
      'INBOX',
    );
    expect(threads.trim().split('\n')).toHaveLength(2);
  });

  it('of the customer in answer lands on the same ticket', async () => {
    mails.deliver(
      DESK,
      letter(
        {
          'Message-ID': '<second@people.test>',
          Subject: 'Re: Größe der Lampe',
          'In-Reply-To': `<${answer.messageId}>`,
          References: [...answer.references, answer.messageId].map((id) => `<${id}>`).join(' '),
        },
        'Wunderbar, dann nehme ich zwei.',
      ),
    );
    await page.getByText('Wunderbar, dann nehme ich zwei.').first().waitFor();
    expect(await tickets()).toBe(1);
  });

  it('that only pretends to answer opens another ticket', async () => {
    mails.deliver(
      DESK,
      letter(
        {
          'Message-ID': '<forged@people.test>',
          Subject: 'Re: Größe der Lampe',
          'In-Reply-To': '<ombud.AAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA@desk.test>',
          References: '<first@people.test> <second@people.test>',
        },
        'Bitte an eine andere Adresse.',
      ),
    );
    await eventually(async () => expect(await tickets()).toBe(2));
    await eventually(async () => expect(await row('Größe der Lampe').count()).toBe(2));
    expect(await page.locator('article').filter({ hasText: 'Bitte an eine andere Adresse.' }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('can be signed: an admin is given the record for the DNS, and told whether it is there', async () => {
    await page.goto(page.url().replace(/\/inbox\/.*/, '/inbox/settings/signing'));
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText(/^v=DKIM1; k=rsa; p=[\w+/=]{300,}$/).waitFor();
    await page.getByText(/^ombud-\w{6}\._domainkey\.desk\.test$/).waitFor();
    await page.getByRole('button', { name: 'Check' }).click();
    // What the name server of this machine says of a domain that does not exist.
    await page.getByText(/The record is not there yet|did not answer/).waitFor();
    await page.getByRole('button', { name: 'End signing' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End signing' }).click();
    await page.getByText('Mails are not signed').waitFor();
    expect(problems).toEqual([]);
  });
});

function letter(headers: Record<string, string>, body: string, type = 'text/plain; charset=utf-8'): Buffer {
  const all = { From: 'Ann Öztürk <ann@people.test>', To: DESK, 'Content-Type': type, ...headers };
  const lines = Object.entries({ 'MIME-Version': '1.0', ...all }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`);
}

function withAttachment(): Buffer {
  const body = [
    '--b\nContent-Type: text/plain; charset=utf-8\n\nPasst die Lampe in den Flur?\n',
    '--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent('Maße für Flur – Grundriß.pdf')}\n`,
    `${Buffer.from('%PDF-1.4 not much').toString('base64')}\n--b--`,
  ].join('\n');
  const subject = `=?utf-8?B?${Buffer.from('Größe der Lampe').toString('base64')}?=`;
  return letter({ 'Message-ID': '<first@people.test>', Subject: subject }, body, 'multipart/mixed; boundary=b');
}
