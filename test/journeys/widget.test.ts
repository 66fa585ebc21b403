import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { afterTexts, widgetTexts, type AfterTexts, type WidgetTexts } from '../../server/messages/widget.ts';
import { en } from '../../server/messages/settings/en.ts';
import { threadOf } from '../../server/tickets/find.ts';
import type { MessageView, TicketView } from '../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { COLOURS, RULES, violations } from '../support/axe.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { buildFrontEnds } from '../support/build.ts';
import { eventually } from '../support/eventually.ts';
import { watchBubbles, type Watched } from '../support/bubbles.ts';
import { startProxy, type Proxy } from '../support/proxy.ts';
import { shoot } from '../support/screenshots.ts';
import { jwt } from '../support/signed-visitor.ts';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';

const missing = hasBrowser ? undefined : 'no chromium';
if (missing) console.warn(`Skipped: the journey of the widget on other sites. ${missing}`);

const WORDS = {
  pl: { find: 'gwarancja', person: 'Chcę porozmawiać z człowiekiem', width: 1440, scheme: 'light' },
  ru: { find: 'гарантия', person: 'Соедините меня с человеком, пожалуйста', width: 390, scheme: 'dark' },
} as const;
type Locale = keyof typeof WORDS;

/** On a shop's page whose policy allows the widget's script and its addresses, and no style, nonce or eval. */
describe.skipIf(missing)('the widget on another site', { sequential: true }, () => {
  let app: TestApp;
  let browser: Browser;
  let sink: SmtpSink;
  let line: Proxy;
  let site: Server;
  let cookie: string;
  let desk: string;
  const problems: string[] = [];

  beforeAll(async () => {
    buildFrontEnds('widget', 'inbox');
    sink = await openSmtpSink();
    app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test', SMTP_URL: sink.url } });
    await loadSampleArticles(app.context);
    line = await startProxy(Number(new URL(await app.listen()).port));
    desk = `http://127.0.0.1:${line.port}`;
    ({ cookie } = await app.signIn('agent', { name: 'Anna Nowak' }));
    site = createServer((request, response) => {
      const policy = `default-src 'none'; script-src ${desk}; connect-src ${desk} ${desk.replace('http', 'ws')}; img-src ${desk}`;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
      const lang = (request.url ?? '').slice(1, 3);
      response.end(
        `<!doctype html><html lang="${lang}"><title>Shop</title><script src="${desk}/widget.js" async></script>`,
      );
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await line?.stop();
    await app?.close();
    await sink?.stop();
  });

  const call = async <T>(method: 'GET' | 'POST', path: string, payload?: object): Promise<T> =>
    (
      await app.inject({ method, url: `/api/v1/tickets${path}`, headers: { cookie }, ...(payload ? { payload } : {}) })
    ).json<T>();

  async function open(locale: Locale, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    const { width, scheme } = WORDS[locale];
    const context = await browser.newContext({
      viewport: { width, height: 860 },
      colorScheme: scheme,
      hasTouch: width < 500,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await prepare?.(page);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (told) => /Content.Security.Policy/i.test(told.text()) && problems.push(told.text()));
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/${locale}`);
    return page;
  }

  /** Everybody can use what is seen now, by day and by night. */
  async function look(page: Page, locale: Locale, state: string): Promise<void> {
    const { width, scheme } = WORDS[locale];
    if (process.env['SCREENSHOTS']) await shoot(page, `widget-${locale}-${width}-${state}`);
    const where = 'document.body.lastElementChild';
    expect([state, await violations(page, RULES, where)]).toEqual([state, []]);
    await page.emulateMedia({ colorScheme: scheme === 'dark' ? 'light' : 'dark' });
    expect([state, await violations(page, COLOURS, where)]).toEqual([state, []]);
    await page.emulateMedia({ colorScheme: scheme });
  }

  it.each(['pl', 'ru'] as const)('in %s: from an answer to a rating, with the line cut in between', async (locale) => {
    const t: WidgetTexts & AfterTexts = { ...(await widgetTexts[locale]()), ...(await afterTexts[locale]()) };
    line.cutAfter = undefined;
    const page = await open(locale);
    const say = async (text: string): Promise<void> => {
      await page.getByRole('textbox', { name: t.message }).fill(text);
      await page.keyboard.press('Enter');
    };
    const log = page.getByRole('log', { name: t.log });

    const launcher = page.getByRole('button', { name: t.launcher });
    await launcher.waitFor();
    await look(page, locale, 'closed');
    await launcher.click();
    await page.getByRole('heading', { name: t.intro }).waitFor();
    await page.getByRole('heading', { name: t.suggested }).waitFor();
    await look(page, locale, 'home');
    await page.getByRole('searchbox').fill(WORDS[locale].find);
    await page.getByRole('heading', { name: t.results }).waitFor();
    await look(page, locale, 'results');
    await page.getByRole('searchbox').fill('qqqqqqzzzz');
    await page.getByText(t.nothingHint).waitFor();
    await look(page, locale, 'nothing');
    await page.getByRole('button', { name: t.startChat }).click();
    await page.getByText(t.greeting).waitFor();
    await look(page, locale, 'greeting');

    await say(WORDS[locale].person);
    await page.getByText(t.addressTitle).waitFor();
    await look(page, locale, 'address');
    const { items } = await call<{ items: TicketView[] }>('GET', '?channel=webchat');
    const { id, number } = items[0]!;
    await call('POST', `/${number}/assignment`, { assignee: 'me' });

    const written = Array.from(
      { length: 12 },
      (_, i) => `${locale} ${String(i).padStart(2, '0')} Dzień dobry, добрый день`,
    );
    await page.evaluate(watchBubbles);
    for (const [i, text] of written.entries()) {
      // What the desk says next is not heard any more: it has the message, the page does not know.
      if (i % 4 === 2) line.cutAfter = 0;
      await say(text);
      if (i % 4 === 3) {
        await page.getByText(t.offline).waitFor();
        if (i === 3) await look(page, locale, 'lost');
        line.cutAfter = undefined;
      }
    }
    await eventually(async () => {
      const thread = await threadOf(app.context, id, { limit: 200 });
      expect(thread.filter((m) => m.direction === 'in').map((m) => m.text)).toEqual([WORDS[locale].person, ...written]);
    });
    await page.getByText(t.offline).waitFor({ state: 'detached' });
    await log.locator('.pending').first().waitFor({ state: 'detached' });
    await expect.poll(() => log.locator('.own .bubble').allInnerTexts()).toEqual([WORDS[locale].person, ...written]);
    expect(await page.evaluate(() => (window as Watched).vanished)).toBe(0);

    await page.getByRole('textbox', { name: t.addressTitle }).fill('ana@people.example');
    await page.getByRole('button', { name: t.save }).click();
    await page.getByText('a…@people.example').waitFor();
    await call('POST', `/${number}/replies`, { clientId: `answer-${locale}-1`, text: 'https://desk.test/help/pl/abc' });
    await log.getByText('Anna Nowak').first().waitFor();
    await page.getByRole('button', { name: t.transcript }).click();
    await look(page, locale, 'transcript');
    await page.locator('.card').getByRole('button', { name: t.send }).click();
    await page.getByText(t.transcriptSent).waitFor();
    expect(sink.taken.at(-1)?.to).toEqual(['ana@people.example']);
    await page.locator('.card').getByRole('button', { name: t.notNow }).click();

    await call('POST', `/${number}/status`, { status: 'solved' });
    await page.getByRole('button', { name: t.scores[3], exact: true }).click();
    await page.getByText(t.rateThanks).waitFor();
    await look(page, locale, 'rated');
    await eventually(async () => expect((await call<TicketView>('GET', `/${number}`)).fields['rating']).toBe('4/5'));
    await page.context().close();
    expect(problems).toEqual([]);
  });

  it('takes for read what somebody can have looked at', async () => {
    const t = await widgetTexts.pl();
    line.cutAfter = undefined;
    const page = await open('pl', async (fresh) => fresh.clock.install());
    await page.getByRole('button', { name: t.launcher }).click();
    await page.getByRole('button', { name: t.startChat }).click();
    await page.getByRole('textbox', { name: t.message }).fill(WORDS.pl.person);
    await page.keyboard.press('Enter');
    const { number } = await eventually(async () => {
      const { items } = await call<{ items: TicketView[] }>('GET', '?channel=webchat&status=new');
      expect(items).toHaveLength(1);
      return items[0]!;
    });
    await call('POST', `/${number}/assignment`, { assignee: 'me' });
    const say = async (text: string): Promise<number> => {
      const { n } = await call<MessageView>('POST', `/${number}/replies`, {
        clientId: text.replaceAll(' ', '-'),
        text,
      });
      await page.getByText(text, { exact: true }).waitFor();
      return n;
    };
    const seen = async () => (await call<TicketView>('GET', `/${number}`)).seen ?? 0;
    const looked = await say('Somebody is there');
    await expect.poll(seen).toBe(looked);
    await page.clock.fastForward('03:00');
    await say('Nobody is there');
    const alone = await say('There is still nobody');
    expect(await seen()).toBe(looked);
    await page.mouse.move(200, 200);
    await expect.poll(seen).toBe(alone);
    await page.context().close();
  });

  it('takes files and failures back, and asks who is signed in for proof that an admin has asked for', async () => {
    const [t, settings] = [await widgetTexts.ru(), en.widget];
    line.cutAfter = undefined;
    const page = await open('ru');
    await page.getByRole('button', { name: t.launcher }).click();
    await page.getByRole('button', { name: t.startChat }).click();
    await page.locator('input[type=file]').setInputFiles([
      {
        name: 'Паспорт устройства, очень длинное название файла.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.alloc(9e5),
      },
      { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.alloc(20) },
    ]);
    await look(page, 'ru', 'files');
    await page.route('**/channels/webchat/messages', (route) => route.abort());
    await page.getByRole('textbox', { name: t.message }).fill('С файлами');
    await page.keyboard.press('Enter');
    await page.getByText(t.notSent).waitFor();
    await look(page, 'ru', 'failed');
    await page.unroute('**/channels/webchat/messages');
    await page.getByRole('button', { name: t.again }).click();
    await page.getByRole('link', { name: 'photo.png' }).waitFor();

    const admin = await app.signIn('admin');
    const [name = '', value = ''] = admin.cookie.split('=');
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([{ name, value, url: desk }]);
    const inbox = await context.newPage();
    await inbox.goto(`${desk}/inbox/settings/widget`);
    await inbox.getByRole('button', { name: settings.make }).click();
    const secret = await inbox
      .getByRole('dialog')
      .getByRole('group', { name: settings.secret })
      .locator('code')
      .innerText();
    await inbox.getByRole('button', { name: settings.kept }).click();
    const trial = inbox.getByRole('textbox', { name: settings.trialLabel });
    const test = inbox.getByRole('button', { name: settings.test, exact: true });
    for (const [pasted, said] of [
      ['hello', settings.unreadable],
      [JSON.stringify(jwt('another secret', { sub: '7' })), settings.flaws.signature],
      [JSON.stringify(jwt(secret, { sub: '7', name: 'Анна' })), '7 · Анна'],
    ] as const) {
      await trial.fill(pasted);
      await test.click();
      await inbox.getByText(said).waitFor();
    }
    await inbox.getByText(settings.modes.required, { exact: true }).click();
    if (process.env['SCREENSHOTS']) await shoot(inbox, 'settings-widget-require');
    await inbox.getByRole('dialog').getByRole('button', { name: settings.require }).click();
    await inbox.getByText(settings.modeHints.required).waitFor();
    if (process.env['SCREENSHOTS']) await shoot(inbox, 'settings-widget');
    expect(await violations(inbox, RULES)).toEqual([]);

    await page.getByText(t.barred).waitFor();
    await look(page, 'ru', 'barred');
    const proof = jwt(secret, { sub: '7', name: 'Анна' });
    await page.evaluate(
      (given) => (window as unknown as { ombud: (...call: unknown[]) => void }).ombud('identify', given),
      proof,
    );
    await page.getByText(t.barred).waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: t.message }).fill('Я здесь');
    await page.keyboard.press('Enter');
    await eventually(async () => {
      const { items } = await call<{ items: TicketView[] }>('GET', '?channel=webchat');
      expect(items.map(({ customer }) => customer.name)).toContain('Анна');
    });
    await inbox.getByText(settings.modes.off, { exact: true }).click();
    await inbox.getByText(settings.modeHints.off).waitFor();
    await Promise.all([context.close(), page.context().close()]);
    expect(problems).toEqual([]);
  });
});
