import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { shoot } from '../support/screenshots.ts';

describe.skipIf(!hasBrowser)('many tickets at once (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  const names = ['Tom', 'Lena', 'Grace', 'Marta'];

  beforeAll(async () => {
    desk = await openDesk();
    for (const name of names) await desk.bring(`${name} Example`, { subject: `From ${name}` });
    ana = await desk.enter('Ana Pop');
  });
  afterAll(() => desk?.close());

  const row = (subject: string) => ana.page.locator('a[data-ticket]', { hasText: subject });
  const boxes = () => ana.page.getByRole('checkbox', { checked: true });
  const bar = () => ana.page.getByRole('toolbar', { name: 'What to do with the selected tickets' });

  it('selects by X, by a range, by boxes, and lets go', async () => {
    const { page } = ana;
    await page.goto(`${desk.url}/inbox/unassigned`);
    await row('From Tom').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await bar().getByText('1 selected').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await bar().getByText('3 selected').waitFor();
    await page.getByRole('checkbox', { name: /^Select #/ }).click();
    await bar().getByText('4 selected').waitFor();
    await page.keyboard.press('x');
    await bar().getByText('3 selected').waitFor();
    expect(await boxes().count()).toBe(3);
    await page.keyboard.press('Escape');
    await bar().waitFor({ state: 'detached' });
    expect(await boxes().count()).toBe(0);
  });

  it('snoozes all of a view, and undoes it', async () => {
    const { page } = ana;
    await row('From Tom').hover();
    await page.getByRole('checkbox').first().click();
    await bar().getByRole('button', { name: 'Select all of this view' }).click();
    await bar().getByText('All of this view').waitFor();
    await page.keyboard.press('h');
    await page.getByPlaceholder(/Tomorrow 9/).fill('tomorrow 9');
    await page.keyboard.press('Enter');
    await page.getByText('4 tickets changed.').waitFor();
    await row('From Tom').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Snoozed 4' }).waitFor();
    await page.keyboard.press('z');
    await page.getByText('4 tickets are as they were.').waitFor();
    for (const name of names) await row(`From ${name}`).waitFor();
    await page.getByRole('link', { name: 'Unassigned 4' }).waitFor();
  });

  it('picks by a finger that rests on a row, then by taps', async () => {
    const context = await ana.page
      .context()
      .browser()!
      .newContext({
        ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'en' },
        storageState: await ana.page.context().storageState(),
      });
    const page = await context.newPage();
    await page.goto(`${desk.url}/inbox/unassigned`);
    const finger = await context.newCDPSession(page);
    const touch = async (type: 'touchStart' | 'touchEnd', points: { x: number; y: number }[]) => {
      await finger.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    };
    const phoneRow = (subject: string) => page.locator('a[data-ticket]', { hasText: subject });
    const { x, y } = (await phoneRow('From Lena').boundingBox()) ?? { x: 0, y: 0 };
    const selected = page.getByRole('toolbar', { name: 'What to do with the selected tickets' });
    await touch('touchStart', [{ x: x + 120, y: y + 40 }]);
    await selected.getByText('1 selected').waitFor();
    await touch('touchEnd', []);
    await phoneRow('From Grace').tap();
    await selected.getByText('2 selected').waitFor();
    expect(page.url()).toMatch(/\/inbox\/unassigned$/);
    if (process.env['SCREENSHOTS']) await shoot(page, 'picked-by-touch');
    await phoneRow('From Grace').tap();
    await phoneRow('From Lena').tap();
    await selected.waitFor({ state: 'detached' });
    await phoneRow('From Grace').tap();
    await page.waitForURL(/\/inbox\/unassigned\/\d+$/);
    await context.close();
  });

  it('tags by completion, and undo leaves what was changed since', async () => {
    const { page } = ana;
    await row('From Marta').click();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByPlaceholder('Add a tag').fill('Sale');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove the tag sale' }).waitFor();
    await row('From Tom').click({ modifiers: ['Shift'] });
    await row('From Lena').click({ modifiers: ['Shift'] });
    await bar().getByText('2 selected').waitFor();
    await page.keyboard.press('l');
    await page.getByPlaceholder('Add a tag').last().fill('sa');
    await page.getByRole('option', { name: 'sale' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 tickets changed.').waitFor();
    await row('From Tom').click();
    await page.getByRole('button', { name: 'Remove the tag sale' }).click();
    await page.getByRole('button', { name: 'Remove the tag sale' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 ticket is as it was. 1 was changed by others since and stays.').waitFor();
  });

  it('does it all from the palette, and goes places', async () => {
    const { page } = ana;
    await ana.box().click();
    await page.keyboard.press('Control+k');
    const search = page.getByRole('combobox', { name: 'What do you want to do?' });
    await search.fill('prio urg');
    await page.getByRole('option', { name: /Priority: Urgent/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Priority: Urgent' }).waitFor();
    await page.keyboard.press('Control+k');
    await search.fill('roles');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Roles' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('heading', { name: 'Mine' }).waitFor();
    await page.keyboard.press('Control+k');
    await search.fill('#1');
    await page.keyboard.press('Enter');
    await ana.thread.locator('article').first().waitFor();
    await page.keyboard.press('?');
    await page.getByText('All commands').waitFor();
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
