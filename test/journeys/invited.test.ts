import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agents } from '../../server/agents/model.ts';
import { hasBrowser } from '../support/browser.ts';
import { shoot } from '../support/screenshots.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';

describe.skipIf(!hasBrowser)('somebody new at the desk (needs chromium)', () => {
  let desk: Desk;
  let admin: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    admin = await desk.enter('Ana Pop', 'admin');
  });
  afterAll(() => desk?.close());

  it('an admin is shown the first steps, which can be put off, and finds them again', async () => {
    const { page } = admin;
    // As on a new desk: nobody but this admin.
    await Agents(desk.app.context).deleteMany({ email: { $ne: admin.agent.email.toLowerCase() } });
    await page.reload();
    await page.getByRole('link', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    await page.getByText('widget.js').waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'not done yet' }).count()).toBeGreaterThan(3);
    if (process.env['SCREENSHOTS']) await shoot(page, 'setup');
    await page.goto(`${desk.url}/inbox/all`);
    if (process.env['SCREENSHOTS']) await shoot(page, 'welcome');
    await page.getByRole('button', { name: 'Later' }).click();
    await page.reload();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(await page.getByRole('link', { name: 'Begin' }).count()).toBe(0);
    await page.goto(`${desk.url}/inbox/settings/setup`);
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
  });

  it('is invited, chooses a password, signs in, goes online and gets work', async () => {
    const { page } = admin;
    await page.goto(`${desk.url}/inbox/settings/agents`);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill('carla@desk.test');
    await dialog.getByLabel('Name').fill('Carla Nowak');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    const shown = dialog.getByText(/\/inbox\/password#/);
    await shown.waitFor();
    const link = new URL((await shown.innerText()).trim());

    const carla = await page
      .context()
      .browser()!
      .newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    const theirs = await carla.newPage();
    theirs.on('pageerror', (error) => desk.problems.push(error.message));
    await theirs.goto(`${desk.url}${link.pathname}${link.hash}`);
    await theirs.getByText('carla@desk.test').first().waitFor();
    // The link is not left behind in the address bar.
    expect(new URL(theirs.url()).hash).toBe('');
    await theirs.getByRole('textbox', { name: 'New password' }).fill('carla has a long one');
    await theirs.keyboard.press('Enter');
    await theirs.getByRole('navigation', { name: 'Views' }).waitFor();
    await theirs.getByRole('button', { name: 'Offline · Availability' }).click();
    await theirs.getByRole('option', { name: 'Online' }).click();
    const number = await desk.bring('Tom Whitaker', { subject: 'Robot stops' });
    await theirs.getByRole('link', { name: 'Mine 1' }).click();
    await theirs.locator(`a[data-ticket="${number}"]`).click();
    await theirs.locator('#thread').getByText('Given to Carla Nowak automatically').waitFor();

    // Once used, it is used.
    const late = await carla.newPage();
    await late.goto(`${desk.url}${link.pathname}${link.hash}`);
    await late.getByText('This link does not work any more').first().waitFor();
    // And by the password that was chosen.
    const again = await page.context().browser()!.newContext({ locale: 'en' });
    const fresh = await again.newPage();
    await fresh.goto(`${desk.url}/inbox/`);
    await fresh.getByLabel('E-mail address').fill('carla@desk.test');
    await fresh.getByLabel('Password', { exact: true }).fill('carla has a long one');
    await fresh.getByRole('button', { name: 'Sign in' }).click();
    await fresh.getByRole('navigation', { name: 'Views' }).waitFor();
    await Promise.all([carla.close(), again.close()]);
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
