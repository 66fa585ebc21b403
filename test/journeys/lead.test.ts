import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { shoot } from '../support/screenshots.ts';

describe.skipIf(!hasBrowser)('who leads (needs chromium)', () => {
  let desk: Desk;
  let lea: Colleague;
  let cookie: string;
  const numbers: number[] = [];
  const look = async (name: string) => void (process.env['SCREENSHOTS'] && (await shoot(lea.page, name)));

  beforeAll(async () => {
    desk = await openDesk();
    ({ cookie } = await desk.app.signIn('agent', { name: 'Ana Pop' }));
    for (const name of ['Tom', 'Lena', 'Grace']) numbers.push(await desk.bring(`${name} Example`, { subject: name }));
    lea = await desk.enter('Lea Voss', 'supervisor');
  });
  afterAll(() => desk?.close());

  const act = async (path: string, payload: object): Promise<void> => {
    const answer = await desk.app.inject({ method: 'POST', url: `/api/v1/${path}`, headers: { cookie }, payload });
    expect([path, answer.statusCode < 300]).toEqual([path, true]);
  };
  const figure = (label: string) =>
    lea.page.locator('main dl > div', { has: lea.page.getByText(label, { exact: true }) });
  const says = (label: string, value: RegExp) =>
    figure(label).locator('.value', { hasText: value }).waitFor({ timeout: 30_000 });
  const row = (subject: string) => lea.page.locator('a[data-ticket]', { hasText: subject });
  const listed = (n: number) =>
    expect.poll(() => lea.page.locator('a[data-ticket]').count(), { timeout: 30_000 }).toBe(n);

  it('sees how the day goes while it goes', async () => {
    const { page } = lea;
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL(/\/inbox\/today$/);
    await says('Waiting for an answer', /^3$/);
    await says('Overdue', /^0$/);
    await says('First reply, half within', /^–$/);
    await desk.bring('Marta Example', { subject: 'Marta' });
    await says('Waiting for an answer', /^4$/);
    const reply = { clientId: 'today-reply', text: 'Here you are.' };
    await act(`tickets/${numbers[0]}/replies`, reply);
    await act(`tickets/${numbers[1]}/status`, { status: 'solved' });
    await says('Waiting for an answer', /^2$/);
    await says('Solved', /^1$/);
    await figure('First reply, half within').getByText('1 first reply').waitFor();
    await look('today');
  });

  it('comes from each number to its tickets', async () => {
    const { page } = lea;
    const count = (n: number) => page.locator('.list h1 span', { hasText: new RegExp(`^${n}$`) }).waitFor();
    await figure('Waiting for an answer').getByRole('link').click();
    await page.waitForURL(/\/inbox\/waiting$/);
    await count(2);
    await listed(2);
    await act(`tickets/${numbers[2]}/status`, { status: 'solved' });
    await count(1);
    await listed(1);
    await page.goBack();
    await page.getByRole('link', { name: '2 solved: Nobody’s' }).click();
    await page.waitForURL(/\/inbox\/all\?q=assignee:none\+solved:today$/);
    await count(2);
    for (const subject of ['Lena', 'Grace']) await row(subject).waitFor();
    await act(`tickets/${numbers[2]}/status`, { status: 'open' });
    await row('Grace').waitFor({ state: 'detached' });
    await count(1);
  });

  it('renames a tag, and what was saved with it goes on', async () => {
    const { page } = lea;
    const views = page.getByRole('navigation', { name: 'Views' });
    for (const number of numbers.slice(0, 2)) await act(`tickets/${number}/tags`, { tags: ['sale'] });
    await act(`tickets/${numbers[2]}/tags`, { tags: ['offer', 'late'] });
    await page.goto(`${desk.url}/inbox/all?q=tag:sale`);
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('On sale');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await views.getByRole('link', { name: 'On sale 2' }).waitFor();
    await page.goto(`${desk.url}/inbox/settings/tags`);
    const tag = (name: string) => page.locator('main .row', { has: page.getByText(name, { exact: true }) });
    await page.getByRole('link', { name: 'Show tickets with sale: 2 tickets' }).waitFor();
    await tag('sale').getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name').fill('Offer');
    await page.getByText('There is such a tag: both become one.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Show tickets with offer: 3 tickets' }).waitFor();
    await page.getByRole('link', { name: /^Show tickets with sale/ }).waitFor({ state: 'detached' });
    await look('tags');
    await tag('late').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('link', { name: /^Show tickets with late/ }).waitFor({ state: 'detached' });
    await page.goto(`${desk.url}/inbox/unassigned`);
    await views.getByRole('link', { name: 'On sale 3' }).click();
    await page.waitForURL(/\/inbox\/all\?q=tag:offer$/);
    await listed(3);
  });

  it('is not everybody', async () => {
    const ben = await desk.enter('Ben Baker');
    await ben.page.getByRole('link', { name: /^Unassigned/ }).waitFor();
    expect(await ben.page.getByRole('link', { name: 'Today' }).count()).toBe(0);
    expect(desk.problems).toEqual([]);
  });
});
