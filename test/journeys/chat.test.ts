import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { Messages } from '../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { hasBrowser, launchBrowser } from '../support/browser.ts';
import { buildFrontEnds } from '../support/build.ts';
import { eventually } from '../support/eventually.ts';

const missing = hasBrowser ? undefined : 'no chromium';
if (missing) console.warn(`Skipped: the journey of a chat. ${missing}`);

/** Each step goes on where the one before it ended: a visitor on the sample shop, an agent in the inbox. */
describe.skipIf(missing)('a chat', { sequential: true }, () => {
  let app: TestApp;
  let url: string;
  let browser: Browser;
  let visitor: Page;
  let agent: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    buildFrontEnds('inbox', 'widget');
    app = await buildTestApp({ env: { ADMIN_EMAIL: 'admin@desk.test' } });
    await loadSampleArticles(app.context);
    url = await app.listen();
    browser = await launchBrowser();
    [visitor, agent] = [await newPage('visitor', 1280), await newPage('agent', 1500)];
    await agent.goto(`${url}/inbox/all`);
    await agent.fill('input[name=email]', 'admin@desk.test');
    await agent.fill('input[name=password]', 'correct horse battery');
    await agent.keyboard.press('Enter');
    await agent.locator('section.list').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function newPage(name: string, width: number): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`));
    // What a Content-Security-Policy forbids is told in the console.
    page.on('console', (line) => /Content.Security.Policy/i.test(line.text()) && problems.push(line.text()));
    return page;
  }
  const log = () => visitor.getByRole('log', { name: 'Messages' });
  const say = async (text: string): Promise<void> => {
    await visitor.getByRole('textbox', { name: 'Your message' }).fill(text);
    await visitor.keyboard.press('Enter');
    await log().getByText(text).waitFor();
  };
  const kept = () => visitor.evaluate(() => JSON.stringify({ ...localStorage }));

  it('begins with answers: search and suggested articles, opened by keyboard', async () => {
    await visitor.goto(`${url}/demo?lang=en`);
    const launcher = visitor.getByRole('button', { name: 'Help and chat' });
    await launcher.focus();
    await visitor.locator('.launcher').waitFor();
    await visitor.keyboard.press('Enter');
    await visitor.getByRole('link', { name: 'Track your parcel' }).waitFor();
    await visitor.getByRole('searchbox', { name: 'Search for an answer' }).fill('waranty');
    const answer = visitor.getByRole('link', { name: /Warranty/ }).first();
    await answer.waitFor();
    const article = await visitor.request.get((await answer.getAttribute('href')) ?? '');
    expect(article.status()).toBe(200);
    await visitor.keyboard.press('Escape');
    await visitor.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await visitor.evaluate('document.activeElement.shadowRoot.activeElement.className')).toBe('launcher');
    expect(await kept()).toBe('{}');
  });

  it('is answered by the assistant from the knowledge base, with the article linked', async () => {
    await visitor.locator('.launcher').click();
    await visitor.getByRole('button', { name: 'Start a chat' }).click();
    expect(await kept()).toBe('{}');
    await say('How long does delivery take?');
    await log().getByText('automated', { exact: true }).first().waitFor();
    const article = log().getByRole('link', { name: 'Open the article' });
    await article.waitFor();
    const page = await visitor.request.get((await article.getAttribute('href')) ?? '');
    expect(page.status()).toBe(200);
    expect(await page.text()).toContain('elivery');
    expect(await kept()).toContain('session');
  });

  it('is passed on when the visitor asks for a person, and is on the agent’s screen at once', async () => {
    const row = agent.locator('[data-ticket]').filter({ hasText: 'How long does delivery take?' });
    await row.first().waitFor();
    await row.first().click();
    const at = performance.now();
    await say('I want to talk to a person, please');
    await agent.locator('article.customer').filter({ hasText: 'I want to talk to a person, please' }).waitFor();
    const took = performance.now() - at;
    console.info(`visitor to agent's screen: ${Math.round(took)} ms`);
    await log().getByText('passing you on to a person').waitFor();
  });

  it('shows on both sides who types', async () => {
    await visitor.getByRole('textbox', { name: 'Your message' }).pressSequentially('Are you th');
    await agent
      .getByText(/is typing|types/)
      .first()
      .waitFor();
    await agent.getByRole('textbox', { name: 'Reply' }).pressSequentially('Yes, I am here.');
    await visitor.getByText('is typing…').waitFor();
    await visitor.getByRole('textbox', { name: 'Your message' }).fill('');
  });

  it('brings the agent’s answer to the visitor, and never a note', async () => {
    await agent.getByRole('button', { name: 'Send', exact: true }).click();
    await log().getByText('Yes, I am here.').waitFor();
    await log().getByText('has joined the chat').waitFor();
    await eventually(async () =>
      expect(await Messages(app.context).findOne({ direction: 'out', 'author.kind': 'agent' }).lean()).toMatchObject({
        delivery: { state: 'sent' },
      }),
    );
    expect(await Messages(app.context).countDocuments({ direction: 'note' })).toBeGreaterThan(0);
    expect(await log().innerText()).not.toMatch(/summary|asked for a person/i);
  });

  it('goes on after a reload, and after the line was away', async () => {
    await visitor.reload();
    await visitor.locator('.launcher').click();
    await log().getByText('Yes, I am here.').waitFor();
    await log().getByText('How long does delivery take?').waitFor();
    await visitor.context().setOffline(true);
    await visitor.getByText('No connection.').waitFor();
    await say('Written without a connection');
    await visitor.context().setOffline(false);
    await agent.locator('article.customer').filter({ hasText: 'Written without a connection' }).waitFor();
    await eventually(async () => expect(await log().getByText('Written without a connection').count()).toBe(1));
    await log()
      .getByText(/· Sent|· Read/)
      .waitFor();
  });

  it('does what the page tells it: open, close, language, events', async () => {
    const told = await visitor.evaluate(async () => {
      const page = globalThis as unknown as { ombud: (...call: unknown[]) => void; told: string[] };
      page.told = [];
      for (const name of ['open', 'close']) page.ombud('on', name, () => page.told.push(name));
      page.ombud('close');
      page.ombud('open', 'home');
      page.ombud('setLocale', 'ru-RU');
      page.ombud('identify', { name: 'Ana Pop', email: 'ana@shop.test' });
      page.ombud('nonsense', { at: 'all' });
      return Promise.resolve(page.told);
    });
    expect(told).toEqual(['close', 'open']);
    await visitor.getByRole('heading', { name: 'Чем мы можем помочь?' }).waitFor();
    await visitor.getByRole('button', { name: 'Продолжить чат' }).click();
    await visitor.getByRole('textbox', { name: 'Ваше сообщение' }).fill('Это снова я');
    await visitor.keyboard.press('Enter');
    await agent.locator('article.customer').filter({ hasText: 'Это снова я' }).getByText('Ana Pop').waitFor();
  });

  it('works on a page of another site', async () => {
    const site = createServer((_request, response) => {
      const policy = `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')}; img-src ${url}`;
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
      response.end(`<!doctype html><html lang="es"><script src="${url}/widget.js" async></script>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const page = await newPage('other site', 1280);
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    await page.getByRole('button', { name: 'Ayuda y chat' }).click();
    await page.getByRole('searchbox').fill('garantía');
    await page.getByRole('heading', { name: 'Respuestas' }).waitFor();
    await page.getByRole('button', { name: 'Iniciar un chat' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
    await page.getByRole('textbox', { name: 'Tu mensaje' }).fill('Quiero hablar con una persona');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /a\.txt/ }).waitFor();
    await page.getByText('automático', { exact: true }).first().waitFor();
    site.close();
  });

  it('counts what was not seen on the closed button, in the page’s language', async () => {
    await visitor.goto(`${url}/demo?lang=pl`);
    await visitor.getByRole('button', { name: 'Pomoc i czat' }).waitFor();
    await agent.getByRole('textbox', { name: 'Reply' }).fill('One more thing.');
    await agent.getByRole('button', { name: 'Send', exact: true }).click();
    await visitor.getByRole('button', { name: 'Pomoc i czat, 1 nowa wiadomość' }).click();
    await visitor.getByRole('log', { name: 'Wiadomości' }).getByText('One more thing.').waitFor();
    await visitor.keyboard.press('Escape');
    await visitor.getByRole('button', { name: 'Pomoc i czat', exact: true }).waitFor();
    expect(problems).toEqual([]);
  });
});
