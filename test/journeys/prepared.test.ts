import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';

describe.skipIf(!hasBrowser)('what is prepared for writing (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  let ben: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    [ana, ben] = [await desk.enter('Ana Pop'), await desk.enter('Ben Baker')];
  });
  afterAll(() => desk?.close());

  const option = (name: string | RegExp) => ana.page.getByRole('option', { name });

  it('a saved reply is written in two languages in the settings', async () => {
    const { page } = ana;
    await page.goto(`${desk.url}/inbox/settings/replies`);
    await page.getByRole('link', { name: 'New saved reply' }).click();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Refund takes a week');
    await page.getByLabel('Text (English)').fill('Hello {{customer.firstName|there}}, about {{order}}: ');
    await page.getByText('Polski').click();
    await page.getByLabel('Text (Polski)').fill('Dzień dobry {{customer.firstName|}}, ');
    await page.getByRole('button', { name: 'Insert agent.name' }).click();
    await page.keyboard.type('Ombud');
    await page.getByText('Ana Pop', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: /Refund takes a week/ }).waitFor();
    // It is one's own: the colleague does not find it.
    await ben.page.goto(`${desk.url}/inbox/settings/replies`);
    await ben.page.getByText('No saved replies yet').waitFor();
  });

  it('opens behind / with a preview; what nobody knows is marked, and does not go out', async () => {
    const number = await desk.bring('Grace Okafor', { subject: 'Refund' });
    await ana.open(number);
    await ana.box().click();
    await ana.page.keyboard.type('/refu');
    await option('Refund takes a week').waitFor();
    await ana.page.locator('.preview').getByText('Hello Grace, about {{order}}').waitFor();
    await ana.page.keyboard.press('Enter');
    await expect.poll(() => ana.box().innerText()).toBe('Hello Grace, about {{order}}: ');
    await ana.page.getByText('Fill in what is marked, or remove it.').waitFor();
    await ana.page.keyboard.press('Control+Enter');
    expect(await ana.page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await ana.clear();
    await ana.page.keyboard.type('/refu');
    await ana.page.keyboard.press('Enter');
    await ana.box().getByText('{{order}}').dblclick();
    await ana.clear();
    expect(desk.mail.sent).toEqual([]);
  });

  it('speaks the customer’s language', async () => {
    const number = await desk.bring('Marta Nowak', { subject: 'Zwrot', language: 'pl' });
    await ana.open(number);
    await ana.box().click();
    await ana.page.keyboard.type('/refu');
    await option('Refund takes a week').click();
    await expect.poll(() => ana.box().innerText()).toBe('Dzień dobry Marta, Ana Pop');
    await ana.clear();
  });

  it('a macro writes, and does the rest when that is sent', async () => {
    const { page } = ana;
    await page.goto(`${desk.url}/inbox/settings/macros/new`);
    await page.getByRole('textbox', { name: /^Name/ }).fill('Close politely');
    await page.getByLabel('Text (English)').fill('Glad that it works, {{customer.name|friend}}!');
    await page.getByLabel('Status').selectOption('solved');
    await page.getByLabel('Priority').selectOption('low');
    await page.getByLabel('Add tags').fill('Happy, done');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('+ happy, done · status Solved').waitFor();
    const number = await desk.bring('Tom Whitaker', { subject: 'It works' });
    await ana.open(number);
    await ana.box().click();
    await page.keyboard.type('/close');
    await page.locator('.preview').getByText('priority Low · + happy, done · status Solved').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => ana.box().innerText()).toBe('Glad that it works, Tom Whitaker!');
    await page.getByText('When this is sent: priority Low').waitFor();
    await page.getByRole('button', { name: 'Status: New' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Done: priority Low · + happy, done').waitFor();
    await page.getByRole('button', { name: 'Status: Solved' }).waitFor();
    await page.getByRole('button', { name: 'Priority: Low' }).waitFor();
    await page.getByRole('button', { name: 'Remove the tag happy' }).waitFor();
  });

  it('a colleague who is mentioned in a note is told, and finds it in a view of their own', async () => {
    const number = await desk.bring('Iris Blum', { subject: 'Who knows?' });
    await ben.page.goto(`${desk.url}/inbox/unassigned`);
    await ben.page.locator('a[data-ticket]', { hasText: 'Who knows?' }).waitFor();
    await ana.open(number);
    await ana.page.keyboard.press('n');
    await ana.page.keyboard.type('@be');
    await option('Ben Baker').waitFor();
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.type('do you?');
    await ana.page.keyboard.press('Control+Enter');
    await ben.page.getByText(`Ana Pop mentioned you in #${number}: Who knows?`).waitFor();
    await ben.page.getByRole('link', { name: 'Mentions 1' }).click();
    await ben.page.locator('a[data-ticket]', { hasText: 'Who knows?' }).click();
    await ben.thread.locator('.note mark', { hasText: '@Ben Baker' }).waitFor();
    await ben.page.getByRole('link', { name: 'Mentions', exact: true }).waitFor();
    expect(await ana.page.getByRole('link', { name: /^Mentions \d/ }).count()).toBe(0);
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
