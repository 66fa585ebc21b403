import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleArticles, removeSamples } from '../../knowledge-base/import-content.ts';
import { readArticleFiles } from '../../knowledge-base/content.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { buildFrontEnds } from '../support/build.ts';

if (!hasBrowser) console.warn('Skipped: the journey of a shop. no chromium');

/** Each step goes on where the one before it ended: an owner makes the desk theirs, a customer asks. */
describe.skipIf(!hasBrowser)('a shop of one’s own', { sequential: true }, () => {
  let app: TestApp;
  let url: string;
  let browser: Browser;
  let owner: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    buildFrontEnds('inbox', 'widget', 'help');
    app = await buildTestApp({ env: { ADMIN_EMAIL: 'admin@desk.test' } });
    await loadSampleArticles(app.context);
    url = await app.listen();
    browser = await launchBrowser();
    owner = await newPage();
    await owner.goto(`${url}/inbox/settings/shop`);
    await owner.fill('input[name=email]', 'admin@desk.test');
    await owner.fill('input[name=password]', 'correct horse battery');
    await owner.keyboard.press('Enter');
    await owner.getByRole('textbox', { name: /^Name of the shop/ }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    return page;
  }

  it('is named and coloured', async () => {
    await removeSamples(app.context);
    await owner.getByRole('textbox', { name: /^Name of the shop/ }).fill('Brzoza');
    await owner.getByLabel('Colour').fill('#c8a200');
    await owner.getByRole('spinbutton', { name: 'Days to return something' }).fill('14');
    await owner.getByRole('button', { name: 'Save', exact: true }).click();
    await owner.getByText('Saved').first().waitFor();
  });

  it('writes an article in Polish with a picture, and publishes it: found within two seconds', async () => {
    await owner.goto(`${url}/inbox/settings/articles`);
    await owner.getByText('No articles yet').waitFor();
    await owner.getByRole('link', { name: 'Write an article' }).click();
    await owner.getByRole('textbox', { name: 'Title' }).fill('Jak pielęgnować deskę bambusową');
    await owner.getByLabel('Language').selectOption('pl');
    await owner.getByRole('button', { name: 'Make the draft' }).click();
    const form = owner.getByRole('form', { name: 'Polski' });
    const body = form.getByLabel('Text (Markdown)');
    await body.fill('## Olejowanie\n\nDeskę olejuj raz w miesiącu. Zwrot: {{shop.returnDays}} dni.\n\n');
    // As the browser hands over what is pasted.
    await body.evaluate(async (field) => {
      const canvas = document.createElement('canvas');
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
      const data = new DataTransfer();
      data.items.add(new File([blob!], 'deska.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => body.inputValue(), { timeout: 20_000 }).toMatch(/!\[deska\]\(\.\.\/images\/\w+\.png\)/);
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByRole('heading', { name: 'Olejowanie' }).waitFor();
    expect(await form.locator('.preview').textContent()).toContain('Zwrot: 14 dni.');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await owner.getByText('Saved').first().waitFor();
    const published = owner.waitForResponse((answer) => answer.url().endsWith('/publication'));
    await owner.getByRole('button', { name: 'Publish', exact: true }).click();
    expect((await published).status()).toBe(200);
    const site = await owner.request.get(`${url}/help/pl/search?q=olejowac+deske`);
    expect(await site.text()).toContain('<mark>Deskę</mark>');
  });

  it('says what customers say for the same: found by it at once', async () => {
    const searched = async (): Promise<string> =>
      (await owner.request.get(`${url}/help/pl/search?q=konserwowac+blat`)).text();
    expect(await searched()).not.toContain('<mark>Deskę</mark>');
    await owner.goto(`${url}/inbox/settings/articles/gaps`);
    await owner.getByRole('radio', { name: 'Polski' }).check({ force: true });
    const gap = owner.getByRole('listitem').filter({ hasText: 'konserwowac blat' });
    await gap.getByRole('button', { name: 'Means the same as' }).click();
    await owner.getByRole('dialog').getByRole('textbox').fill('blat, deska');
    await owner.getByRole('button', { name: 'Save', exact: true }).click();
    await gap.waitFor({ state: 'detached' });
    await owner.goto(`${url}/inbox/settings/articles/synonyms`);
    await owner.getByRole('radio', { name: 'Polski' }).check({ force: true });
    await owner
      .getByRole('listitem')
      .filter({ hasText: /^blatdeska/ })
      .first()
      .waitFor();
    expect(await searched()).toContain('<mark>Deskę</mark>');
  });

  it('answers in the chat, in its name', async () => {
    const visitor = await newPage();
    await visitor.goto(`${url}/demo?lang=pl`);
    await visitor.locator('button').last().hover();
    await visitor.locator('.launcher').click();
    await visitor.getByText('Brzoza').first().waitFor();
    await visitor.locator('.ask .primary').click();
    await visitor.getByRole('log').waitFor();
    await visitor.getByRole('textbox').last().fill('Jak często olejować deskę bambusową?');
    await visitor.keyboard.press('Enter');
    await visitor.getByText('sklepu Brzoza').waitFor();
    await visitor.getByText('Deskę olejuj raz w miesiącu').waitFor();
  });

  it('is spoken of on every public page, and no sample is', async () => {
    const samples = (await readArticleFiles()).flatMap(({ title, slug }) => [title, `/${slug}"`]);
    samples.push('Example Electronics');
    const seen = new Set<string>();
    const open = ['/help/pl/', '/help/en/', '/help/es/', '/help/ro/', '/help/ru/', '/demo?lang=pl'];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const page = await app.inject({ url: path });
      expect(page.statusCode, path).toBe(200);
      expect(page.body, path).toContain('Brzoza');
      expect(
        samples.filter((sample) => page.body.includes(sample)),
        path,
      ).toEqual([]);
      const links = [...page.body.matchAll(/href="(\/help\/[a-z]{2}\/[^"#]*)/g)].map(([, to = '']) =>
        to.replaceAll('&amp;', '&'),
      );
      open.push(...links);
    }
    expect(seen.size).toBeGreaterThan(20);
    expect([...seen].filter((path) => path.endsWith('/jak-pielegnowac-deske-bambusowa'))).toHaveLength(5);
    expect(problems).toEqual([]);
  });
});
