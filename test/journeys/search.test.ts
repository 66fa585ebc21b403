import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';

describe.skipIf(!hasBrowser)('search and saved views in a browser (needs chromium)', () => {
  let desk: Desk;
  let ioana: Colleague;
  let ben: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.bring('Tom Whitaker', {
      subject: 'Robot stops',
      text: 'The robot stops after ten minutes, every time.',
    });
    await desk.bring('Lucía Fernández', {
      subject: 'Pedido 99',
      text: 'El robot que compré no carga desde ayer.',
      language: 'es',
      type: 'return',
    });
    await desk.bring('Marta Nowak', { subject: 'Reklamacja', text: 'Odkurzacz hałasuje.', language: 'pl' });
    ioana = await desk.enter('Ioana Marinescu');
    ben = await desk.enter('Benedykt Nowak');
    const { cookie } = await desk.app.signIn('admin');
    const payload = { name: 'Returns', agents: [ioana.agent.id, ben.agent.id] };
    const headers = { cookie };
    const made = await desk.app.inject({ method: 'POST', url: '/api/v1/teams', headers, payload });
    expect(made.statusCode).toBe(201);
    await eventually(async () => {
      const answer = await desk.app.inject({ url: '/api/v1/tickets?q=odkurzacz', headers });
      expect(answer.json().items).toHaveLength(1);
    });
  });
  afterAll(() => desk?.close());

  const rows = ({ page }: Colleague) => page.locator('a[data-ticket]');
  const field = ({ page }: Colleague) => page.getByRole('search').getByRole('textbox');
  const queryIn = ({ page }: Colleague) => new URL(page.url()).searchParams.get('q');

  it('finds by words from the keyboard alone and marks them', async () => {
    const { page } = ioana;
    await rows(ioana).nth(2).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('robot');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await rows(ioana).count()).toBe(2));
    const marks = await rows(ioana).locator('mark').allInnerTexts();
    expect(marks.map((mark) => mark.toLowerCase())).toEqual(expect.arrayContaining(['robot', 'robot', 'robot']));
    expect(queryIn(ioana)).toBe('robot');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await ioana.thread.getByText('El robot que compré').waitFor();
    await page.goBack();
  });

  it('takes filters as text, shows them as chips, and has them in the address', async () => {
    const { page } = ioana;
    await field(ioana).fill('robot type:return status:new');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await rows(ioana).count()).toBe(1));
    expect(queryIn(ioana)).toBe('status:new type:return robot');
    await page.getByRole('button', { name: 'Remove the filter Return' }).waitFor();
    await page.getByRole('button', { name: 'Remove the filter New' }).click();
    await eventually(() => expect(queryIn(ioana)).toBe('type:return robot'));
    await eventually(async () => expect(await field(ioana).inputValue()).toBe('type:return robot'));
  });

  it('shows the same list by its address', async () => {
    await ben.page.goto(ioana.page.url());
    await eventually(async () => expect(await rows(ben).allInnerTexts()).toHaveLength(1));
    await eventually(async () => expect(await field(ben).inputValue()).toBe('type:return robot'));
  });

  it('says what it does not know, and what was not found', async () => {
    const { page } = ioana;
    await field(ioana).fill('status:opne robot');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Not known: status:opne').waitFor();
    await field(ioana).fill('zeppelin');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing found for “zeppelin”').waitFor();
  });

  it('saves a view for the team, which everybody in it has with its count', async () => {
    const { page } = ioana;
    await field(ioana).fill('type:return');
    await page.keyboard.press('Enter');
    await page.reload();
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Parcels back');
    await page.getByLabel('Who sees it').selectOption({ label: 'Everybody in Returns' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Parcels back 1' }).waitFor();
    await page.getByRole('heading', { name: 'Parcels back' }).waitFor();
    await ben.page.reload();
    await ben.page.getByRole('link', { name: 'Parcels back 1' }).click();
    expect(queryIn(ben)).toBe('type:return');
    await desk.bring('Grace Okafor', { subject: 'Wrong size', type: 'return' });
    await ben.page.getByRole('link', { name: 'Parcels back 2' }).waitFor();
  });

  it('removes it again', async () => {
    const { page } = ioana;
    await page.getByRole('button', { name: 'Edit the view “Parcels back”' }).click();
    await page.getByRole('button', { name: 'Delete the view' }).click();
    await page.getByRole('link', { name: /Parcels back/ }).waitFor({ state: 'detached' });
    expect(desk.problems).toEqual([]);
  });
});
