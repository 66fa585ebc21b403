import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { threadOf } from '../../server/tickets/find.ts';
import type { TicketView } from '../../server/tickets/schema.ts';
import { hasBrowser } from '../support/browser.ts';
import { watchBubbles, type Watched } from '../support/bubbles.ts';
import { eventually } from '../support/eventually.ts';
import { look, openWidgetSite, textsOf, WORDS, type WidgetSite } from '../support/widget-site.ts';

const missing = hasBrowser ? undefined : 'no chromium';
if (missing) console.warn(`Skipped: the journey of the widget on other sites. ${missing}`);

describe.skipIf(missing)('the widget on another site', { sequential: true }, () => {
  let shop: WidgetSite;
  beforeAll(async () => {
    shop = await openWidgetSite();
  });
  afterAll(() => shop?.close());

  it.each(['pl', 'ru'] as const)('in %s: from an answer to a rating, with the line cut in between', async (locale) => {
    const { app, sink, line, problems, call, open } = shop;
    const t = await textsOf(locale);
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
});
