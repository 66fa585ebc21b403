import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import type { ScriptChannel } from '../support/script-channel.ts';

describe.skipIf(!hasBrowser)('the inbox in a browser (needs chromium)', () => {
  let desk: Desk;
  let url: string;
  let mail: ScriptChannel;
  let ioana: Colleague;
  let ben: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    ({ url, mail } = desk);
    for (const [name, subject] of [
      ['Tom Whitaker', 'Robot stops'],
      ['Lucía Fernández', 'Pedido 99'],
      ['Marta Nowak', 'Reklamacja'],
    ] as const)
      await desk.bring(name, { subject });
    ioana = await desk.enter('Ioana Marinescu');
    ben = await desk.enter('Benedykt Nowak');
  });

  afterAll(() => desk?.close());

  /** Waits for what should be there within a second, and says how long it took. */
  async function shows(what: Locator, state: 'visible' | 'detached' = 'visible'): Promise<void> {
    const at = performance.now();
    await what.waitFor({ state });
    console.info(`on the colleague's screen: ${Math.round(performance.now() - at)} ms`);
  }

  const row = (page: Page, subject: string) => page.locator('a[data-ticket]', { hasText: subject });
  const thread = (page: Page) => page.locator('#thread');

  it('shows the tickets, newest first, and what waits in numbers', async () => {
    const { page } = ioana;
    await row(page, 'Robot stops').waitFor();
    const subjects = await page.locator('a[data-ticket] .subject').allInnerTexts();
    expect(subjects).toEqual(['Reklamacja', 'Pedido 99', 'Robot stops']);
    await page.getByRole('link', { name: 'Unassigned 3' }).waitFor();
  });

  it('opens a ticket, and the address says which', async () => {
    const { page } = ioana;
    await row(page, 'Robot stops').click();
    await page.mouse.move(1_000, 300);
    await thread(page).getByText('My lamp is broken.').waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/inbox\/unassigned\/\d+$/);
    await page.getByText('tom@people.example').first().waitFor();
  });

  it('keeps what the customer agreed to, with its history', async () => {
    const { page } = ioana;
    const panel = page.getByRole('complementary', { name: 'Customer and details' });
    await panel.getByRole('button', { name: 'Change Offers, not asked' }).click();
    await panel.getByLabel('How?').fill('on the telephone');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('button', { name: /^Change Offers, yes/ }).waitFor();
    await panel.getByText('History').click();
    await panel.getByText('on the telephone').waitFor();
    expect(await panel.getByText('Export everything').count()).toBe(0);
  });

  it('shows a new mail to everybody at once', async () => {
    await desk.bring('Grace Okafor', { subject: 'Just arrived' });
    await shows(row(ben.page, 'Just arrived'));
    await shows(row(ioana.page, 'Just arrived'));
  });

  it('tells who else is looking', async () => {
    await row(ben.page, 'Robot stops').click();
    await ben.page.mouse.move(1_000, 300);
    await shows(ioana.page.getByText('Benedykt Nowak is here as well'));
  });

  it('notes by keyboard; the colleague sees it at once, the customer never', async () => {
    const { page } = ioana;
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note' }).fill('Same batch as last week.');
    await page.keyboard.press('Control+Enter');
    await shows(thread(ben.page).locator('.note', { hasText: 'Same batch as last week.' }));
    expect(mail.sent).toEqual([]);
  });

  it('assigns and replies by keyboard; the reply is sent and stands once in both threads', async () => {
    const { page } = ioana;
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await shows(row(ben.page, 'Robot stops'), 'detached');
    await page.keyboard.press('r');
    await page.getByRole('textbox', { name: 'Reply' }).fill('We will pick it up tomorrow.');
    await page.keyboard.press('Control+Enter');
    const mine = thread(page).locator('article', { hasText: 'We will pick it up tomorrow.' });
    await mine.getByText('Sent', { exact: true }).waitFor();
    await shows(thread(ben.page).getByText('We will pick it up tomorrow.'));
    expect(await mine.count()).toBe(1);
    expect(mail.sent.map((sent) => [sent.to, sent.text])).toEqual([
      ['tom@people.example', 'We will pick it up tomorrow.'],
    ]);
  });

  it('a reply that crosses a new message is held until the writer has seen it', async () => {
    const { page } = ioana;
    const box = page.getByRole('textbox', { name: 'Reply' });
    await box.fill('Crossing');
    await page.route('**/api/v1/tickets/*/replies', async (route) => {
      await desk.bring('Tom Whitaker', { text: 'One more thing.' });
      await route.continue();
    });
    await box.press('Control+Enter');
    await page.getByText('Something new has arrived while you were writing').waitFor();
    await thread(page).getByText('One more thing.').waitFor();
    expect(await box.innerText()).toBe('Crossing');
    await page.unroute('**/api/v1/tickets/*/replies');
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await thread(page).locator('article', { hasText: 'Crossing' }).getByText('Sent', { exact: true }).waitFor();
    expect(mail.sent.map((sent) => sent.text)).toEqual(['We will pick it up tomorrow.', 'Crossing']);
  });

  it('tells why a channel cannot send, and keeps the text', async () => {
    const { page } = ioana;
    mail.refusal = 'No outgoing mail server is set up.';
    const box = page.getByRole('textbox', { name: 'Reply' });
    await box.fill('Will this go?');
    await box.press('Control+Enter');
    await page.getByText('No outgoing mail server is set up.').waitFor();
    expect(await box.innerText()).toBe('Will this go?');
    mail.refusal = undefined;
    await ioana.clear();
  });

  it('attaches a file and sends it', async () => {
    const { page } = ioana;
    await page.setInputFiles('.composer input[type=file]', {
      name: 'Größe – план.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('hello'),
    });
    await page.locator('.composer li small').waitFor();
    await page.getByRole('textbox', { name: 'Reply' }).fill('See the file.');
    await page.getByRole('textbox', { name: 'Reply' }).press('Control+Enter');
    await thread(page).getByRole('link', { name: 'Download Größe – план.txt' }).waitFor();
    await expect.poll(() => mail.sent.at(-1)?.attachments.map((file) => file.name)).toEqual(['Größe – план.txt']);
  });

  it('keeps what was being written over a reload', async () => {
    const { page } = ioana;
    await page.getByRole('textbox', { name: 'Reply' }).fill('Half a sentence');
    await page.reload();
    await page.getByRole('textbox', { name: 'Reply' }).waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Reply' }).innerText()).toBe('Half a sentence');
    await ioana.clear();
  });

  it('walks and solves by keyboard, with Cyrillic letters too', async () => {
    const { page } = ioana;
    await page.goto(`${url}/inbox/unassigned`);
    await row(page, 'Just arrived').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Just arrived/ }).waitFor();
    await page.evaluate(() =>
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'у', code: 'KeyE', bubbles: true })),
    );
    await page.getByRole('heading', { name: /Reklamacja/ }).waitFor();
    await row(page, 'Just arrived').waitFor({ state: 'detached' });
    await shows(row(ben.page, 'Just arrived'), 'detached');
  });

  it('never takes a letter out of a text for a command', async () => {
    const { page } = ioana;
    await page.keyboard.press('r');
    await page.keyboard.type('jenkins rains? e/');
    expect(await page.getByRole('textbox', { name: 'Reply' }).innerText()).toBe('jenkins rains? e/');
    await ioana.clear();
    await page.keyboard.press('Escape');
  });

  it('comes back after the line was cut, with what was missed', async () => {
    const { page } = ben;
    const hellos: { t: string; after?: number }[] = [];
    let refuse = false;
    let cut: () => Promise<void> = () => Promise.resolve();
    await page.routeWebSocket(/\/ws\/inbox$/, async (line) => {
      if (refuse) return await line.close();
      const server = line.connectToServer();
      line.onMessage((frame) => {
        const told = JSON.parse(String(frame)) as { t: string };
        if (told.t === 'hello') hellos.push(told);
        server.send(frame);
      });
      cut = () => line.close();
    });
    await page.goto(`${url}/inbox/all`);
    await row(page, 'Reklamacja').waitFor();
    await desk.bring('Anna Kowal', { subject: 'Before the cut' });
    await shows(row(page, 'Before the cut'));
    refuse = true;
    await cut();
    await desk.bring('Peter Nagy', { subject: 'While you were away' });
    await page.getByText('No connection.').waitFor();
    refuse = false;
    await page.getByRole('button', { name: 'Try now' }).click();
    await row(page, 'While you were away').waitFor();
    await page.getByText('No connection.').waitFor({ state: 'detached' });
    expect(hellos[0]?.after).toBeUndefined();
    expect(hellos.at(-1)?.after).toBeGreaterThan(0);
  });

  it('opens the menu at the foot inside the window, and takes its choice by keyboard', async () => {
    const { page } = ioana;
    await page.getByRole('button', { name: /Availability$/ }).focus();
    await page.keyboard.press('Enter');
    for (const name of ['Online', 'Away', 'Offline']) await page.getByRole('option', { name }).click({ trial: true });
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Online · Availability' }).waitFor();
  });

  it('turns dark and speaks Russian, and remembers both', async () => {
    const { page } = ioana;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByText('Dark', { exact: true }).click();
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(dark).not.toBe(light);
    await page.getByText('Русский').click();
    await page.getByText('Горячие клавиши').first().waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Профиль' }).waitFor();
    await page.getByRole('link', { name: 'Назад к обращениям' }).click();
    await page.getByRole('link', { name: 'Без исполнителя' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ru');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(dark);
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
