import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';

describe.skipIf(!hasBrowser)('writing in the inbox (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  let ben: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    ana = await desk.enter('Ana Pop', 'agent', { undoSeconds: 10 });
    ben = await desk.enter('Ben Baker', 'agent', { undoSeconds: 10 });
  });
  afterAll(() => desk?.close());

  it('a draft survives reload and reassignment, waits in its view, and shows softly to others', async () => {
    const number = await desk.bring('Tom Whitaker', { subject: 'Robot stops' });
    await ana.open(number);
    await ana.box().fill('Dear Tom, half a sen');
    await ana.page.getByText('Draft kept').waitFor();
    const agents = (name: string) => ana.page.getByRole('option', { name });
    await ana.page.getByRole('button', { name: /^Assign/ }).click();
    await agents('Ben Baker').click();
    await ana.page.getByRole('link', { name: 'Drafts 1' }).waitFor();
    await ana.page.reload();
    await expect.poll(() => ana.box().innerText()).toBe('Dear Tom, half a sen');
    await ana.page.goto(`${desk.url}/inbox/drafts`);
    await ana.page.locator('a[data-ticket]', { hasText: 'Robot stops' }).click();
    await expect.poll(() => ana.box().innerText()).toBe('Dear Tom, half a sen');
    await ben.open(number);
    await ben.page.getByText('Ana Pop has begun to write').first().waitFor();
    expect(await ben.box().innerText()).toBe('\n');
    await ana.clear();
    await ben.page.getByText('Ana Pop has begun to write').first().waitFor({ state: 'detached' });
  });

  it('typed and reloaded at once, nothing is lost', async () => {
    const number = await desk.bring('Marta Nowak', { subject: 'Reklamacja' });
    await ana.open(number);
    await ana.box().fill('not saved yet');
    await ana.page.reload();
    await expect.poll(() => ana.box().innerText()).toBe('not saved yet');
    await ana.clear();
  });

  it('what the composer shows is the envelope that goes out; undo takes it back in time', async () => {
    const number = await desk.bring('Grace Okafor', { subject: 'Two of us', cc: ['carl@people.example'] });
    desk.mail.writers = [
      { id: '', name: 'Ana Pop', address: 'support@desk.test' },
      { id: 'returns', name: 'Returns', address: 'returns@desk.test' },
    ];
    const { page } = ana;
    await ana.open(number);
    await page.getByRole('button', { name: /To grace@people\.example/ }).click();
    await page.getByRole('button', { name: 'Remove carl@people.example' }).waitFor();
    await page.getByLabel('From').selectOption('Returns <returns@desk.test>');
    await page.getByLabel('Bcc').fill('quiet@people.example,');
    await ana.box().click();
    await page.keyboard.press('Control+b');
    await page.keyboard.type('We will come.');
    await page.keyboard.press('Control+Enter');
    const bubble = ana.thread.locator('article', { hasText: 'We will come.' });
    await bubble.getByText(/Goes out in \d+ s/).waitFor();
    await ben.open(number);
    await ben.thread.getByText('We will come.').waitFor();
    await bubble.getByRole('button', { name: 'Undo' }).click();
    await bubble.waitFor({ state: 'detached' });
    await ben.thread.getByText('We will come.').waitFor({ state: 'detached' });
    await expect.poll(() => ana.box().innerText()).toBe('We will come.');
    await expect.poll(() => ana.box().locator('strong').innerText()).toBe('We will come.');
    expect(desk.mail.sent).toEqual([]);
    // The bubble may be there by the push before the answer is, and with it what Z undoes.
    await Promise.all([page.waitForResponse(/\/replies$/), page.keyboard.press('Control+Enter')]);
    await bubble.getByText(/Goes out in \d+ s/).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await bubble.waitFor({ state: 'detached' });
    await expect.poll(() => ana.box().innerText()).toBe('We will come.');
    await ana.box().press('Control+Enter');
    await bubble.getByText('Sent', { exact: true }).waitFor();
    const [sent] = desk.mail.sent;
    expect(sent?.identity).toBe('returns');
    expect([sent?.to, sent?.cc, sent?.bcc]).toEqual([
      'grace@people.example',
      ['carl@people.example'],
      ['quiet@people.example'],
    ]);
    expect([sent?.text, sent?.html]).toEqual(['We will come.', '<div><strong>We will come.</strong></div>']);
  });

  it('two replies at once: the second one learns what is new, and decides', async () => {
    const number = await desk.bring('Lena Vogt', { subject: 'Both answer' });
    await Promise.all([ana.open(number), ben.open(number)]);
    await ana.box().fill('From Ana');
    await ben.page.getByText('Ana Pop is typing').first().waitFor();
    await ben.box().fill('From Ben');
    // Ben's screen is a moment behind.
    await ben.page.routeWebSocket(/\/ws\/inbox$/, () => undefined);
    await ben.page.reload();
    await expect.poll(() => ben.box().innerText()).toBe('From Ben');
    await ben.thread.locator('article').first().waitFor();
    await ana.page.keyboard.press('Control+Enter');
    await ana.thread.getByText('From Ana').waitFor();
    await ben.box().press('Control+Enter');
    await ben.page.getByText('Something new has arrived while you were writing').waitFor();
    await ben.thread.getByText('From Ana').waitFor();
    await expect.poll(() => ben.box().innerText()).toBe('From Ben');
    await ben.page.getByRole('button', { name: 'Send anyway' }).click();
    await ben.thread
      .locator('article', { hasText: 'From Ben' })
      .getByText(/Goes out|Sent/)
      .waitFor();
    await ben.page.unrouteAll();
  });

  it('goes out later, and is a draft again when the customer writes first', async () => {
    const number = await desk.bring('Peter Nagy', { subject: 'No hurry' });
    await ana.open(number);
    await ana.box().fill('Good morning!');
    await ana.page.getByRole('button', { name: 'Send later' }).click();
    await ana.page.getByPlaceholder(/Tomorrow 9/).fill('jutro o 9');
    await ana.page.keyboard.press('Enter');
    await ana.thread
      .locator('article', { hasText: 'Good morning!' })
      .getByText(/Goes out .*9:00/)
      .waitFor();
    await desk.bring('Peter Nagy', { text: 'Never mind, it works.' });
    await ana.thread.getByText('was held back: the customer wrote first').waitFor();
    await ana.thread.locator('article', { hasText: 'Good morning!' }).waitFor({ state: 'detached' });
    await ana.page.reload();
    await expect.poll(() => ana.box().innerText()).toBe('Good morning!');
  });

  it('solving does not cross a message that was not seen', async () => {
    const number = await desk.bring('Iris Blum', { subject: 'One more thing' });
    await ana.page.routeWebSocket(/\/ws\/inbox$/, () => undefined);
    await ana.open(number);
    await desk.bring('Iris Blum', { text: 'And this?' });
    await ana.page.getByRole('button', { name: 'Solve', exact: true }).click();
    await ana.page.getByText(/Something new has arrived on #\d+/).waitFor();
    await ana.page.getByRole('button', { name: 'Look' }).click();
    await ana.thread.getByText('And this?').waitFor();
    await ana.page.getByRole('button', { name: 'Status: New' }).waitFor();
    await ana.page.getByRole('button', { name: 'Solve', exact: true }).click();
    await ana.page.getByText(`Ticket ${number} solved`).waitFor();
    await ana.page.unrouteAll();
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
