import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailChannel } from '../../server/channels/email/email.ts';
import { Tickets } from '../../server/tickets/model.ts';
import { buildAll } from '../../web/build.ts';
import { Visitor } from '../server/channels/webchat/visitor.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { PAYLOADS } from '../support/payloads.ts';
import { attemptMail } from '../support/send-mail.ts';

describe.skipIf(!hasBrowser)('script that comes from outside (needs chromium)', { sequential: true }, () => {
  let app: TestApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  let cookie: string;
  /** A ticket whose message has HTML. */
  let formatted = 0;
  const hits: string[] = [];
  /** What the page's own policy refused: markup got in, though it did not run. */
  const refused: string[] = [];

  beforeAll(async () => {
    await buildAll({ only: ['inbox'] });
    app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test', SMTP_IN_PORT: '0' } });
    url = await app.listen();
    await bringAll();
    browser = await launchBrowser();
    const signedIn = await app.signIn('agent');
    cookie = signedIn.cookie;
    const { agent } = signedIn;
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await context.exposeBinding('hit', (_source, id: string) => void hits.push(id));
    page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => hits.push('dialog')));
    page.on(
      'console',
      (line) => /script-src|inline script|inline event/i.test(line.text()) && refused.push(line.text()),
    );
    await page.goto(`${url}/inbox/all`);
    await page.getByLabel('E-mail address').fill(agent.email);
    await page.getByLabel('Password', { exact: true }).fill(agent.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('a[data-ticket]').first().waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function bringAll(): Promise<void> {
    const port = (app.context.channels.get('email') as EmailChannel).smtpPort() ?? 0;
    await Promise.all([inTurns(4, PAYLOADS, (payload, i) => mail(port, payload, i)), chats(), forms()]);
    const count = () => Tickets(app.context).countDocuments({ channel: { $in: ['email', 'form'] } });
    await eventually(async () => expect(await count()).toBe(PAYLOADS.length + Math.ceil(PAYLOADS.length / 4)), 90_000);
  }

  /** Each as name and subject of a mail; every fifth mail has five in its text, in its HTML and as names of files. */
  async function mail(port: number, payload: string, i: number): Promise<void> {
    const five = i % 5 === 0 ? PAYLOADS.slice(i, i + 5) : [];
    const made = await createTransport({ streamTransport: true, buffer: true }).sendMail({
      from: { name: payload, address: `p${i}@people.test` },
      to: 'support@desk.test',
      subject: payload,
      text: five.join('\n') || 'Nothing',
      ...(five.length > 0 ? { html: five.map((one) => `<p>${one}</p>`).join('\n') } : {}),
      attachments: five.map((one) => ({ filename: `${one.replaceAll('/', '')}.txt`, content: one })),
    });
    expect(await attemptMail(port, made.message as Buffer)).toBe(true);
  }

  async function chats(): Promise<void> {
    for (let first = 0; first < PAYLOADS.length; first += 25) {
      const visitor = await Visitor.greeted(url);
      for (const [i, payload] of PAYLOADS.slice(first, first + 25).entries())
        await visitor.say(`payload-${first + i}`, payload.replaceAll('\u0000', ''));
      visitor.close();
    }
  }

  /** Every field of a form, four payloads to a form; each from an address of its own, because they are counted. */
  async function forms(): Promise<void> {
    for (let i = 0; i < PAYLOADS.length; i += 4) {
      const four = PAYLOADS.slice(i, i + 4).map((payload) => payload.replace(/[\u0000-\u001f]/g, ' '));
      const [name = '', subject = name, product = name, order = name] = four.map((payload) => payload.slice(0, 200));
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/help/requests',
        remoteAddress: `10.1.0.${i}`,
        payload: {
          type: 'complaint',
          subject,
          text: four.join('\n'),
          email: `f${i}@people.test`,
          name,
          product,
          order,
        },
      });
      expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
    }
  }

  it('there are at least 150, and this browser runs such things where nothing stops it', async () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(150);
    const bare = await context.newPage();
    await bare.setContent(PAYLOADS.slice(0, 20).join('\n'));
    await expect.poll(() => new Set(hits).size, { timeout: 20_000 }).toBeGreaterThan(3);
    await bare.close();
    hits.length = 0;
  });

  it('the list shows all of them, and runs none', { timeout: 120_000 }, async () => {
    const all = await Tickets(app.context).countDocuments({});
    expect(await page.evaluate(scrollThrough(all))).toBe(all);
    expect(hits).toEqual([]);
  });

  it('threads and panels show all of them, and run none', { timeout: 240_000 }, async () => {
    const docs = await Tickets(app.context).find({}, { number: 1, channel: 1, messages: 1 }).sort({ number: 1 }).lean();
    const texts = new Set<string>();
    for (const { number } of docs) {
      const thread = await app.inject({ url: `/api/v1/tickets/${number}/messages`, headers: { cookie } });
      const { items } = thread.json<{ items: { text: string; hasHtml: boolean }[] }>();
      if (items.some(({ hasHtml }) => hasHtml)) formatted = number;
      if (items.every(({ text }) => text.trim() === 'Nothing')) continue;
      for (const { text } of items) for (const payload of PAYLOADS) if (text.includes(payload)) texts.add(payload);
      await page.evaluate(
        `history.pushState(null, '', '/inbox/all/${number}'); dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.locator(`main small:text-is("#${number}")`).waitFor();
      await page.locator('#thread article').first().waitFor();
      await touchAll();
    }
    // The others are shown as well, without what no text can hold: control characters.
    expect(texts.size).toBeGreaterThanOrEqual(150);
    expect(hits).toEqual([]);
    expect(refused).toEqual([]);
  });

  /** Whatever waits for a pointer or the focus gets it. */
  const touchAll = () =>
    page.evaluate(`for (const one of document.querySelectorAll('#thread *, aside *, a[data-ticket] *'))
      for (const name of ['mouseover', 'focus', 'mouseenter'])
        one.dispatchEvent(new MouseEvent(name, { bubbles: name === 'mouseover' }));`);

  it('mails with their formatting show all of them, and run none', { timeout: 120_000 }, async () => {
    const shown = await page.evaluate(FRAMES);
    expect(shown).toBe(Math.ceil(PAYLOADS.length / 5));
    await page.goto(`${url}/inbox/all/${formatted}`);
    await page.locator('#thread article').first().hover();
    await page.locator('#thread article').first().getByRole('button', { name: 'More' }).click();
    await page.getByRole('option', { name: 'Show with formatting' }).click();
    await page.frameLocator('#thread iframe').locator('body').waitFor();
    expect(hits).toEqual([]);
  });
});

/** Scrolls on through the list, which reads further pages, until so many rows were on the screen; answers how many. */
const scrollThrough = (wanted: number) => `(async () => {
  const seen = new Set();
  const scroller = [...document.querySelectorAll('.rows, .rows *')].find((one) => one.scrollHeight > one.clientHeight + 50);
  for (const until = Date.now() + 60_000; seen.size < ${wanted} && Date.now() < until; ) {
    for (const row of document.querySelectorAll('a[data-ticket]')) seen.add(row.dataset.ticket);
    scroller.scrollTop += 500;
    await new Promise(requestAnimationFrame);
  }
  return seen.size;
})()`;

/** As text: the types of a browser are not at hand here. Every mail's HTML in a frame like the inbox's own. */
const FRAMES = `(async () => {
  const get = async (path) => (await fetch('/api/v1' + path)).json();
  let shown = 0;
  for (let after = ''; ; ) {
    const page = await get('/tickets?channel=email&limit=200' + after);
    for (let first = 0; first < page.items.length; first += 20)
      await Promise.all(page.items.slice(first, first + 20).map(async ({ number }) => {
        const { items } = await get('/tickets/' + number + '/messages');
        for (const { id } of items.filter((one) => one.hasHtml)) {
          const frame = document.createElement('iframe');
          frame.sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
          const loaded = new Promise((resolve) => (frame.onload = resolve));
          frame.src = '/api/v1/tickets/' + number + '/messages/' + id + '/html';
          document.body.append(frame);
          await loaded;
          for (const one of frame.contentDocument?.querySelectorAll('*') ?? [])
            for (const name of ['mouseover', 'focus', 'click']) if (one.tagName !== 'A') one.dispatchEvent(new Event(name));
          frame.remove();
          shown += 1;
        }
      }));
    if (!page.next) return shown;
    after = '&after=' + page.next;
  }
})()`;

/** So many at a time. */
async function inTurns<T>(many: number, all: readonly T[], work: (one: T, i: number) => Promise<void>): Promise<void> {
  const left = [...all.entries()];
  await Promise.all(
    Array.from({ length: many }, async () => {
      for (let next = left.shift(); next; next = left.shift()) await work(next[1], next[0]);
    }),
  );
}
