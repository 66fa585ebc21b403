import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMail } from '../../server/channels/email/parse-mail.ts';
import { en } from '../../server/messages/settings/en.ts';
import type { MessageView, TicketView } from '../../server/tickets/schema.ts';
import { RULES, violations } from '../support/axe.ts';
import { hasBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { shoot } from '../support/screenshots.ts';
import { jwt } from '../support/signed-visitor.ts';
import { look, openWidgetSite, textsOf, WORDS, type WidgetSite } from '../support/widget-site.ts';

const missing = hasBrowser ? undefined : 'no chromium';
if (missing) console.warn(`Skipped: the journey of the widget on other sites. ${missing}`);

describe.skipIf(missing)('who visits the widget', { sequential: true }, () => {
  let shop: WidgetSite;
  beforeAll(async () => {
    shop = await openWidgetSite();
  });
  afterAll(() => shop?.close());

  it('takes for read what somebody can have looked at, and shows who proves an address all their requests', async () => {
    const { sink, line, call, open } = shop;
    const t = await textsOf('pl');
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

    // All requests are for who proves an address.
    await page.getByRole('button', { name: t.back }).click();
    await page.getByRole('button', { name: t.requests }).click();
    const address = page.getByRole('textbox', { name: t.address });
    await address.fill('nobody');
    await page.getByRole('button', { name: t.sendCode }).click();
    await page.getByText(t.wrongAddress).waitFor();
    await look(page, 'pl', 'proof');
    await address.fill('jan@people.example');
    await page.keyboard.press('Enter');
    const entered = page.getByRole('textbox', { name: t.code });
    await entered.fill('12');
    await page.getByRole('button', { name: t.show }).click();
    await page.getByText(t.codeWrong).waitFor();
    await look(page, 'pl', 'code');
    const mail = sink.taken.findLast(({ to }) => to.includes('jan@people.example'));
    const { text } = await parseMail(mail!.raw);
    await entered.fill(/\d{6}/.exec(text)![0]);
    await page.keyboard.press('Enter');
    await page.getByText(WORDS.pl.person).waitFor();
    await look(page, 'pl', 'requests');
    await page.getByRole('button', { name: t.ask }).click();
    await page
      .getByRole('log')
      .getByText(t.about.replace('{number}', String(number)))
      .waitFor();
    await page.context().close();
  });

  it('takes files and failures back, and asks who is signed in for proof that an admin has asked for', async () => {
    const { app, browser, line, desk, problems, call, open } = shop;
    const [t, settings] = [await textsOf('ru'), en.widget];
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
    await inbox.goto(`${desk}/inbox/settings/hours`);
    await inbox.getByRole('button', { name: `${en.common.edit}: ${en.hours.desk}` }).click();
    await inbox.getByLabel('Saturday', { exact: true }).check();
    await inbox.getByRole('button', { name: en.common.save }).click();
    await inbox.getByText('Mon–Sat 09:00–17:00', { exact: true }).waitFor();
    await inbox.goto(`${desk}/inbox/settings/widget`);
    await inbox.getByRole('button', { name: settings.addPage }).click();
    const read = async (path: string) =>
      ((await (await fetch(desk + path)).json()) as { items: { slug: string }[] }).items.map(({ slug }) => slug);
    const often = (await read('/channels/webchat/home?locale=pl'))[2];
    await inbox.getByLabel(settings.pattern).fill('/pl*');
    await inbox.getByLabel(settings.pageArticles).fill(`${desk}/help/pl/${often}`);
    if (process.env['SCREENSHOTS']) await shoot(inbox, 'settings-widget-pages');
    await inbox.getByRole('button', { name: en.common.save }).last().click();
    await expect.poll(() => read('/api/v1/help/suggestions?locale=pl&page=/pl&title=')).toEqual([often]);
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
