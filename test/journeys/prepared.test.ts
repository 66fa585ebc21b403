import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

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

  it('files are pasted and dropped; pictures are looked at one after the other', async () => {
    const { page } = ana;
    const number = await desk.bring('Peter Nagy', { subject: 'Pictures' });
    await ana.open(number);
    await page.keyboard.press('n');
    await page.keyboard.type('As seen:');
    for (const [event, name] of [
      ['ClipboardEvent("paste", { clipboardData: files,', 'first.png'],
      ['DragEvent("drop", { dataTransfer: files,', 'second.png'],
    ])
      await page.evaluate(`(() => {
        const pixel = Uint8Array.from(atob('${PIXEL}'), (letter) => letter.charCodeAt(0));
        const files = new DataTransfer();
        files.items.add(new File([pixel], '${name}', { type: 'image/png' }));
        document.querySelector('.composer .editor').dispatchEvent(new ${event} bubbles: true, cancelable: true }));
      })()`);
    for (const name of ['first.png', 'second.png'])
      await page.locator('.composer li', { hasText: name }).locator('small').waitFor();
    await page.keyboard.press('Control+Enter');
    await ana.thread.getByRole('button', { name: 'Look at first.png' }).click();
    await page.getByRole('dialog', { name: 'first.png' }).getByRole('img').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'second.png' }).getByRole('img').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'first.png' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('an article is linked, or a passage of it put in, in the customer’s language', async () => {
    const { page } = ana;
    await loadSampleArticles(desk.app.context);
    const number = await desk.bring('Marta Nowak', { subject: 'Pytanie', language: 'pl' });
    await ana.open(number);
    await ana.box().click();
    await page.keyboard.press('Control+j');
    await page.getByRole('combobox', { name: 'Search the help pages' }).fill('zwrot pieniędzy');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => ana.box().innerText()).toContain(`${desk.url}/help/pl/`);
    await ana.clear();
    await page.keyboard.press('Control+j');
    await page.getByRole('combobox', { name: 'Search the help pages' }).fill('zwrot pieniędzy');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Shift+Enter');
    await expect.poll(async () => (await ana.box().innerText()).split('\n').length).toBeGreaterThan(3);
    expect(await ana.box().innerText()).toContain(`${desk.url}/help/pl/`);
    await ana.clear();
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
