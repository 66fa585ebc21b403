import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boughtTexts } from '../../server/messages/bought.ts';
import { stageTexts } from '../../server/messages/stages.ts';
import { pl as steps } from '../../server/messages/steps/pl.ts';
import type { PurchaseView } from '../../server/tickets/purchase/schema.ts';
import { violations } from '../support/axe.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { buildFrontEnds } from '../support/build.ts';
import { shoot } from '../support/screenshots.ts';
import { openSendingDesk, readSent, type SendingDesk } from '../server/channels/email/sending-desk.ts';

if (!hasBrowser) process.stdout.write('skipped: a customer’s own page in a browser (no chromium)\n');

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const bought = boughtTexts.pl;
const stages = stageTexts.pl.return;

describe.skipIf(!hasBrowser)('a customer follows a request', () => {
  let desk: SendingDesk;
  let url: string;
  let browser: Browser;
  /** New each time it is tried: an address is told once a day that something has come. */
  let email = '';
  let number = 0;
  beforeAll(async () => {
    buildFrontEnds('help');
    desk = await openSendingDesk();
    url = desk.app.context.config.publicUrl;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await desk.close();
  });

  const send = (page: Page, form: string) => page.click(`form[action$="${form}"] button[type=submit]`);
  /** What was mailed to her last that has these words. */
  async function mailed(words: RegExp): Promise<string> {
    const find = async () => {
      const hers = (await desk.sent()).filter(({ to }) => to.includes(email));
      const texts = await Promise.all(hers.map(async (mail) => (await readSent(mail)).text));
      return texts.map((text) => words.exec(text)?.[0]).findLast(Boolean);
    };
    await expect.poll(find, { timeout: 30_000 }).toBeDefined();
    return (await find()) ?? '';
  }

  it('without JavaScript: form, link, reply with a file, answer, rating, reopening, and all of them by a code', async () => {
    email = `anna-${Date.now()}@people.test`;
    const page = await browser.newPage({
      viewport: { width: 390, height: 844 },
      locale: 'pl-PL',
      javaScriptEnabled: false,
    });
    await page.goto(`${url}/help/pl/request?type=inquiry`);
    await page.fill('[name=email]', email);
    await page.fill('[name=subject]', 'Ładowarka');
    await page.fill('[name=text]', 'Grzeje się.');
    await page.setInputFiles('[name=files]', { name: 'ładowarka.png', mimeType: 'image/png', buffer: PNG });
    await send(page, '/request');
    number = Number(await page.textContent('#number'));
    await page.click('#follow');
    expect(await page.textContent('h1')).toContain('Ładowarka');
    expect(await page.textContent('.state')).toBe('Zajmujemy się tym');

    // From here on by the link in the mail, which proves the address.
    await page.goto(await mailed(/http\S+\/help\/pl\/requests\/\S+/));
    await page.fill('[name=text]', 'Mam jeszcze rachunek.');
    await page.setInputFiles('[name=files]', { name: 'rachunek.pdf', mimeType: 'application/pdf', buffer: PNG });
    await send(page, '/replies');
    expect(await page.textContent('#done')).toContain('Twoja wiadomość dotarła.');
    expect(await page.textContent('main')).toContain('rachunek.pdf');

    await desk.answer(number, { text: 'Wyślemy nową.' });
    await mailed(/Wyślemy nową/);
    await expect
      .poll(async () => (await page.reload(), await page.textContent('main')), { timeout: 30_000 })
      .toContain('Wyślemy nową.');
    expect(await page.textContent('.state')).toBe('Odpowiedź już jest');

    // A complaint ends with an outcome.
    for (const [step, details] of [
      ['examine', {}],
      ['decide', { outcome: 'upheld', remedy: 'replacement', reason: 'Wada fabryczna.' }],
    ] as const)
      await desk.call('POST', `/tickets/${number}/steps`, { clientId: `own-${step}`, step, details });
    await desk.call('POST', `/tickets/${number}/status`, { status: 'solved' });
    await page.reload();
    await page.check('[name=score][value="4"]');
    await page.fill('[name=comment]', 'Szybko.');
    await send(page, '/rating');
    expect(await page.textContent('main')).toContain('Twoja ocena: 4 na 5.');
    await send(page, '/reopening');
    expect(await page.textContent('.state')).toBe('Zajmujemy się tym');
    const ticket = (await desk.call('GET', `/tickets/${number}`)).json<{ status: string; fields: object }>();
    expect(ticket).toMatchObject({ status: 'open', fields: { rating: '4/5', ratingComment: 'Szybko.' } });

    await page.goto(`${url}/help/pl/requests`);
    await page.fill('[name=email]', email);
    await send(page, '/code');
    await page.fill('[name=code]', (await mailed(/kod to \d{6}/)).slice(-6));
    await send(page, '/session');
    expect(await page.textContent('main ul li')).toContain(`Zgłoszenie ${number}`);
    await page.click('main ul li a');
    expect(await page.textContent('main')).toContain('Mam jeszcze rachunek.');
    await page.close();
  });

  it('without JavaScript: accepts the price of a repair, books a time for it and moves it, with the mails and their calendar', async () => {
    const hours = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '08:00', to: '16:00', capacity: 1 }));
    await desk.call('POST', '/repairs/points', { name: 'Serwis Brzoza', address: 'ul. Leśna 3', visits: false, hours });
    const offer = { work: 'Wymiana gniazda ładowania', duration: 60, charge: 'price', price: 89.9, currency: 'PLN' };
    expect((await desk.call('POST', `/tickets/${number}/repairs`, offer)).statusCode).toBe(201);
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    await page.goto(await mailed(/http\S+\/help\/pl\/requests\/\S+\/repair/));
    expect(await page.textContent('.state')).toBe('Trzeba jeszcze wybrać termin');
    await page.check('[name=accept]');
    await page.locator('[name=slot]').first().check();
    await send(page, '/booking');
    expect(await page.textContent('#done')).toContain('Twój termin jest zarezerwowany.');
    expect(await page.textContent('.state')).toBe('Zarezerwowana');
    await page.locator('[name=slot]').nth(2).check();
    await send(page, '/booking');
    expect(await page.textContent('#done')).toContain('Twoja naprawa ma nowy termin.');
    expect(await page.textContent('main')).toContain('ul. Leśna 3');
    const link = page.url();
    await page.close();
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      const look = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await look.goto(link);
      expect(await violations(look)).toEqual([]);
      expect(await look.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      if (process.env['SCREENSHOTS']) await shoot(look, `own-repair-${width}`);
      await look.close();
    }

    const files = async (): Promise<string[]> => {
      const hers = await Promise.all((await desk.sent()).filter(({ to }) => to.includes(email)).map(readSent));
      return hers.flatMap((mail) => mail.files.map(({ content }) => Buffer.from(content).toString('utf8')));
    };
    await expect.poll(async () => (await files()).length, { timeout: 30_000 }).toBe(2);
    const [first = '', second = ''] = await files();
    const of = (file: string, name: string) => new RegExp(`^${name}:(.*)\r$`, 'm').exec(file)?.[1];
    expect([of(first, 'METHOD'), of(first, 'SEQUENCE'), of(second, 'SEQUENCE')]).toEqual(['REQUEST', '0', '1']);
    expect(of(second, 'UID')).toBe(of(first, 'UID'));
    expect(of(second, 'DTSTART') ?? '').toMatch(/^\d{8}T\d{6}Z$/);
    expect((of(second, 'DTSTART') ?? '') > (of(first, 'DTSTART') ?? '')).toBe(true);
  });

  it('sends something back: proof, items of the order, and each step with its mail, up to the money', async () => {
    email = `zofia-${Date.now()}@people.test`;
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await desk.call('PUT', '/shop', {
      returnDays: 14,
      warrantyMonths: 24,
      returnAddress: 'Magazyn 3, 00-950 Warszawa',
    });
    const items = [
      { sku: 'K-2', name: 'Czajnik elektryczny', quantity: 2, price: 199 },
      { sku: 'F-1', name: 'Filtry', quantity: 1, returnable: false },
    ];
    const placed = { email, placedAt: day(6), deliveredAt: day(3), items };
    expect((await desk.call('PUT', `/orders/Z-${Date.now()}`, placed)).statusCode).toBe(201);
    const page = await browser.newPage({
      viewport: { width: 390, height: 844 },
      locale: 'pl-PL',
    });
    const look = async (name: string) => void (process.env['SCREENSHOTS'] && (await shoot(page, name)));
    await page.goto(`${url}/help/pl/request?type=return`);
    await look('return-unproved');
    await page.click(`text=${bought.prove.button}`);
    await page.fill('[name=email]', email);
    await send(page, '/code');
    await page.fill('[name=code]', (await mailed(/kod to \d{6}/)).slice(-6));
    await send(page, '/session');
    await look('own-orders');
    await page.click(`text=${bought.sendBack}`);
    await look('return-picks');
    expect(await page.textContent('main')).toMatch(/Można zwrócić do [^]*Nie podlega zwrotowi/);
    expect(await violations(page)).toEqual([]);
    await page.fill('[name=pick-K-2]', '2');
    await page.selectOption('[name=reason]', 'faulty');
    await page.selectOption('[name=condition]', 'used');
    await page.selectOption('[name=outcome]', 'refund');
    await send(page, '/request');
    number = Number(await page.textContent('#number'));
    const about = (await desk.call('GET', `/tickets/${number}/purchase`)).json<PurchaseView>();
    expect(about.items).toMatchObject([{ sku: 'K-2', quantity: 2, bought: 2, verdict: 'fits' }]);

    await page.goto(await mailed(/http\S+\/help\/pl\/requests\/\S+/));
    const label = 'https://parcels.example/label/7';
    for (const [step, stage, details, words] of [
      ['approve', 'approved', {}, /Magazyn 3/],
      ['send-label', 'labelled', { label, tracking: 'PL-77' }, /parcels\.example\/label\/7/],
      ['receive', 'received', {}, /dotarł/],
      ['inspect', 'inspected', { condition: 'as-new' }, /Sprawdziliśmy/],
      ['refund', 'refunded', { amount: '398,00 PLN' }, /398,00 PLN/],
    ] as const) {
      const taken = await desk.call('POST', `/tickets/${number}/steps`, {
        ...{ clientId: `return-${step}-${number}`, step, details, tell: true, solve: stage === 'refunded' },
      });
      expect(taken.statusCode, taken.body).toBe(200);
      expect(await mailed(words)).not.toBe('');
      await page.reload();
      expect(await page.textContent('[aria-current=step] strong')).toBe(stages[stage]);
    }
    const course = await page.locator('[aria-labelledby=course-title] li').allTextContents();
    expect(course).toHaveLength(6);
    expect(course.at(-1)).toContain('398,00 PLN');
    // What an inspection found is told to nobody.
    expect(await page.textContent('main')).not.toContain(steps.choice['as-new']);
    expect(await page.textContent('.state')).toBe('Załatwione');
    await look('return-refunded');
    await page.close();
  }, 60_000);

  it('is for everybody: the page while it goes on and when it is over, dark and light', async () => {
    const link = await mailed(/http\S+\/help\/pl\/requests\/\S+/);
    for (const [colorScheme, width, status] of [
      ['light', 1440, 'open'],
      ['dark', 390, 'solved'],
    ] as const) {
      await desk.call('POST', `/tickets/${number}/status`, { status });
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
      await page.goto(link);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      await page.close();
    }
  });
});
