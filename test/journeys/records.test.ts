import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { shoot } from '../support/screenshots.ts';

describe.skipIf(!hasBrowser)('records in the inbox (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  let ben: Colleague;
  const look = async (page: Page, name: string) => void (process.env['SCREENSHOTS'] && (await shoot(page, name)));

  beforeAll(async () => {
    desk = await openDesk();
    [ana, ben] = [await desk.enter('Ana Pop'), await desk.enter('Ben Baker')];
  });
  afterAll(() => desk?.close());

  const bring = (name: string, subject: string) =>
    desk.bring(name, { subject, threadKeys: [`${name} ${subject}`], type: 'complaint' });
  const dialog = (page: Page) => page.getByRole('dialog');
  const more = async (page: Page, what: string) => {
    await page.locator('header').getByRole('button', { name: 'More', exact: true }).first().click();
    await page.getByRole('option', { name: what }).click();
  };
  const panel = (page: Page) => page.getByRole('complementary', { name: 'Customer and details' });

  it('two tickets of one customer become one, and two again', async () => {
    const [one, into] = [await bring('Tom Whitaker', 'Robot stops'), await bring('Tom Whitaker', 'Robot still stops')];
    const { page } = ana;
    await ana.open(one);
    await page.locator('#thread').press('m');
    await dialog(page).getByText('Robot still stops').click();
    await look(page, 'merge');
    await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText(`#${one} was merged into #${into}`).waitFor();
    await panel(page).getByText('Merged into this one').waitFor();
    await desk.bring('Tom Whitaker', { text: 'Any news?', threadKeys: ['Tom Whitaker Robot stops'] });
    await ana.thread.getByText('Any news?').waitFor();
    const before = ana.thread.getByRole('region', { name: `#${one} Robot stops` });
    await before.locator('article', { hasText: 'My lamp is broken.' }).waitFor();
    await before.getByRole('button', { name: `#${one} Robot stops` }).click();
    await before.locator('article').waitFor({ state: 'detached' });
    await before.getByRole('button', { name: `#${one} Robot stops` }).click();
    await before.locator('article').waitFor();
    await look(page, 'merged');
    await page.goto(`${desk.url}/inbox/all/${one}`);
    await page.getByText(`This ticket was merged into #${into}`).waitFor();
    expect(await page.locator('.composer').count()).toBe(0);
    await look(page, 'merged-away');
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The merge was undone').waitFor();
    await page.locator('.composer .editor').waitFor();
    await page.getByRole('button', { name: 'Status: New' }).waitFor();
  });

  it('asks before it merges what is of different customers', async () => {
    const [one, into] = [await bring('Eva Lang', 'Lamp'), await bring('Uwe Lang', 'The same lamp')];
    await ana.open(one);
    await more(ana.page, 'Merge…');
    await dialog(ana.page).getByLabel('Number of the ticket').fill(`#${into}`);
    await dialog(ana.page).getByRole('button', { name: 'Merge', exact: true }).click();
    await dialog(ana.page).getByText(`#${into} is of Uwe Lang, this one of Eva Lang`).waitFor();
    await look(ana.page, 'merge-others');
    await dialog(ana.page).getByRole('button', { name: 'Merge all the same' }).click();
    await ana.page.getByText(`#${one} was merged into #${into}`).waitFor();
  });

  it('of two who merge the same ticket, the slower one learns where it went', async () => {
    const one = await bring('Lena Vogt', 'Twice');
    const [left, right] = [await bring('Lena Vogt', 'Left'), await bring('Lena Vogt', 'Right')];
    await Promise.all([ana.open(one), ben.open(one)]);
    await ben.page.getByText('Ana Pop is here as well').waitFor();
    await Promise.all([more(ana.page, 'Merge…'), more(ben.page, 'Merge…')]);
    await dialog(ana.page).getByText('Left').click();
    await dialog(ben.page).getByText('Right').click();
    await dialog(ana.page).getByRole('button', { name: 'Merge', exact: true }).click();
    await ana.page.getByText(`#${one} was merged into #${left}`).waitFor();
    await dialog(ben.page).getByRole('button', { name: 'Merge', exact: true }).click();
    await ben.page.getByText(`Somebody was quicker: #${one} was merged into #${left}`).waitFor();
    await look(ben.page, 'merge-race');
    await ben.page.getByRole('alert').getByRole('button', { name: 'Look' }).click();
    await ben.page.waitForURL(new RegExp(`/${left}$`));
    expect(right).toBeGreaterThan(0);
  });

  it('a link is shown from both sides, at once', async () => {
    const [one, other] = [await bring('Iris Blum', 'Heater'), await bring('Carl Blum', 'Fuse')];
    await ana.open(one);
    await ben.open(other);
    await more(ana.page, 'Link…');
    await dialog(ana.page).getByLabel('This ticket').selectOption('is caused by');
    await dialog(ana.page).getByLabel('Number of the ticket').fill(String(other));
    await dialog(ana.page).getByRole('button', { name: 'Link', exact: true }).click();
    await panel(ana.page).getByText('is caused by').waitFor();
    await panel(ben.page).getByText('causes', { exact: true }).waitFor();
    await ben.page.getByRole('button', { name: `Remove the link to #${one}` }).click();
    await panel(ana.page).getByText('is caused by').waitFor({ state: 'detached' });
  });

  it('what is asked of a complaint is noted beside it', async () => {
    const one = await bring('Grace Okafor', 'Kettle');
    await Promise.all([ana.open(one), ben.open(one)]);
    await ana.page.getByRole('button', { name: 'Change the details' }).click();
    await dialog(ana.page).getByLabel('Product').fill('Kettle 2000');
    await dialog(ana.page).getByLabel('Order').fill('4711');
    await dialog(ana.page).getByLabel('Wish').selectOption('Money back');
    await look(ana.page, 'fields');
    await dialog(ana.page).getByRole('button', { name: 'Save' }).click();
    await panel(ben.page).getByText('Money back').waitFor();
    await ben.thread.getByText('Ana Pop changed: Product, Order, Wish').waitFor();
    await ben.page.locator(`a[data-ticket="${one}"]`).getByText('4711').waitFor();
  });

  it('what somebody bought stands beside what they write, with its warranty', async () => {
    const one = await bring('Nina Orders', 'Lamp');
    const { cookie } = await desk.app.signIn('admin');
    const now = Date.now();
    const day = (days: number) => new Date(now - days * 86_400_000).toISOString().slice(0, 10);
    const lamp = {
      sku: 'LUX-100',
      name: 'Desk lamp Lux',
      quantity: 2,
      price: 49.9,
      serial: 'SN-77',
      warrantyMonths: 24,
    };
    const kettle = { sku: 'K-2', name: 'Kettle', quantity: 1, price: 30, warrantyMonths: 6 };
    for (const [number, ago, item] of [
      ['A-1001', 400, kettle],
      ['A-1002', 10, lamp],
    ] as const) {
      const placed = { placedAt: day(ago), deliveredAt: day(ago - 3), currency: 'EUR' };
      const payload = { email: 'nina@people.example', ...placed, items: [item] };
      const url = `/api/v1/orders/${number}`;
      expect((await desk.app.inject({ method: 'PUT', url, headers: { cookie }, payload })).statusCode).toBeLessThan(
        300,
      );
    }
    await ana.open(one);
    const { page } = ana;
    await panel(page).getByText('Desk lamp Lux').waitFor();
    await panel(page).getByText('Under warranty until').waitFor();
    await panel(page).getByText('€49.90 each').waitFor();
    await panel(page).getByText('A-1001').click();
    await panel(page).getByText('Warranty ended on').waitFor();
    const about = panel(page).getByRole('region', { name: 'What it is about' });
    await about.getByRole('button', { name: 'Which product is it?' }).click();
    await about.getByRole('combobox').selectOption('Desk lamp Lux, A-1002');
    await about.getByRole('button', { name: 'Note', exact: true }).click();
    await about.getByText('1 of 2 in the order A-1002').waitFor();
    await ana.thread.getByText('Ana Pop noted what was bought').waitFor();
    await look(page, 'orders');
  });

  it('a complaint goes to its decision, and its customer is told', async () => {
    const one = await bring('Olga Steps', 'Robot stops');
    await Promise.all([ana.open(one), ben.open(one)]);
    const { page } = ana;
    const steps = panel(page).getByRole('region', { name: 'Course' });
    await steps.getByText('It can be solved when it has an outcome.').waitFor();
    await page.getByRole('button', { name: 'Solve', exact: true }).click();
    await page.getByText('a decision or another outcome is missing').waitFor();
    await steps.getByRole('button', { name: 'Begin to examine' }).click();
    await steps
      .getByRole('form', { name: 'Begin to examine' })
      .getByRole('button', { name: 'Begin to examine' })
      .click();
    await panel(ben.page).locator('strong', { hasText: 'Being examined' }).waitFor();
    await ana.thread.getByText('We have begun to examine your complaint').waitFor();
    await steps.getByRole('button', { name: 'Decide' }).click();
    await steps.getByLabel('Decision').selectOption('Upheld');
    await steps.getByLabel('Remedy').selectOption('Replacement');
    await steps.getByLabel('Reason, for the customer').fill('The motor was not mounted well.');
    const message = steps.getByLabel('Message to the customer');
    expect(await message.inputValue()).toMatch(/is justified\.[^]*not mounted well\.[^]*get a replacement/);
    await look(page, 'step-form');
    await steps.getByRole('form').getByRole('button', { name: 'Decide' }).click();
    await ana.thread.getByText('Your complaint is justified.').waitFor();
    await steps.locator('strong', { hasText: 'Decided' }).waitFor();
    await page.getByRole('button', { name: 'Status: Solved' }).waitFor();
    await ben.thread.getByText('Ana Pop noted: Decided').waitFor();
    await steps.getByText('How it came here').click();
    await steps.getByText('Reason, for the customer:').waitFor();
    await look(page, 'steps-decided');
  });

  it('a customer is renamed, noted, merged with themselves elsewhere, and blocked', async () => {
    const one = await bring('Marta Nowak', 'Reklamacja');
    await desk.bring('Marti Nowak', { subject: 'From work', threadKeys: ['work'] });
    const { page } = ana;
    await ana.open(one);
    await panel(page).getByRole('button', { name: 'Change', exact: true }).click();
    await dialog(page).getByLabel('Name').fill('Marta Nowakowska');
    await dialog(page).getByLabel('Notes').fill('Calls on Mondays');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    await panel(page).getByRole('heading', { name: 'Marta Nowakowska' }).waitFor();
    await panel(page).getByText('Calls on Mondays').waitFor();
    await panel(page).getByRole('button', { name: 'Merge with another customer…' }).click();
    await dialog(page).getByRole('textbox').fill('marti@people.example');
    await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
    await panel(page).getByText('marti@people.example').waitFor();
    await panel(page).getByText('From work').waitFor();
    await look(page, 'person');
    await panel(page).getByRole('button', { name: 'Show everything' }).click();
    await dialog(page).getByText('My lamp is broken.').first().waitFor();
    expect(await dialog(page).getByRole('listitem').count()).toBe(2);
    await look(page, 'timeline');
    await page.keyboard.press('Escape');
    await panel(page).getByRole('button', { name: 'Take out' }).click();
    await panel(page).getByText('marti@people.example').waitFor({ state: 'detached' });
    await more(page, 'Block the sender');
    await panel(page).getByText('Blocked', { exact: true }).waitFor();
    await page.goto(`${desk.url}/inbox/settings/blocked`);
    await page.getByText('Marta Nowakowska').waitFor();
    await look(page, 'blocked');
    await page.getByRole('button', { name: 'Unblock' }).click();
    await page.getByText('Nobody is blocked').waitFor();
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
