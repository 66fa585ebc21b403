import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pl } from '../../server/messages/inbox/pl.ts';
import { distFolder } from '../../web/stamp.ts';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';
import { startProxy } from '../support/proxy.ts';
import { shoot } from '../support/screenshots.ts';

/** In its long form the line is cut for a minute. */
const CUT_MS = process.env['OMBUD_FAULTS'] === 'full' ? 60_000 : 1_000;
const MISSED = 50;

interface Told {
  t: string;
  seq?: number;
  after?: number;
  message?: { direction: string };
}

describe.skipIf(!hasBrowser)('a network that is cut (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;
  beforeAll(async () => {
    desk = await openDesk();
    ana = await desk.enter('Ana Pop');
  });
  afterAll(() => desk?.close());
  const look = async (page: Page, name: string) => void (process.env['SCREENSHOTS'] && (await shoot(page, name)));

  it(
    'is resumed without a gap: what was missed is there, what was written goes out',
    { timeout: 240_000 },
    async () => {
      const { page } = ana;
      const number = await desk.bring('Tom Whitaker', { subject: 'Before the cut' });
      const said: Told[] = [];
      const heard: Told[] = [];
      let cut = false;
      let hangUp: () => Promise<void> = () => Promise.resolve();
      await page.routeWebSocket(/\/ws\/inbox$/, async (line) => {
        if (cut) return await line.close();
        const server = line.connectToServer();
        line.onMessage((frame) => {
          said.push(JSON.parse(String(frame)) as Told);
          server.send(frame);
        });
        server.onMessage((frame) => {
          heard.push(JSON.parse(String(frame)) as Told);
          line.send(frame);
        });
        hangUp = () => line.close();
      });
      await ana.open(number, 'new');
      await page.locator('a[data-ticket]', { hasText: 'Before the cut' }).waitFor();
      await expect.poll(() => heard.some(({ t }) => t === 'ready')).toBe(true);
      const lists: string[] = [];
      page.on('request', (request) => /\/api\/v1\/tickets\?/.test(request.url()) && lists.push(request.url()));
      const before = Math.max(...heard.map(({ seq = 0 }) => seq));
      cut = true;
      await page.context().setOffline(true);
      await hangUp();
      await page.getByText('No connection.').waitFor();
      heard.length = 0;
      lists.length = 0;
      await ana.box().fill('Written without a line.');
      await page.keyboard.press('Control+Enter');
      await ana.thread.getByText('Goes out when the connection is back').waitFor();
      for (let n = 1; n <= MISSED; n += 1) await desk.bring(`Missed${n} Person`, { subject: `While away ${n}` });
      await delay(CUT_MS);
      cut = false;
      await page.context().setOffline(false);
      // It tries by itself; nobody waits for that here.
      await page
        .getByRole('button', { name: 'Try now' })
        .click({ timeout: 5_000 })
        .catch(() => undefined);
      await page.getByText('No connection.').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: `New ${MISSED}` }).waitFor();
      for (const n of [1, MISSED]) {
        await page.locator('.rows').hover();
        const row = page.locator('a[data-ticket]', { hasText: new RegExp(`While away ${n}(?!\\d)`) });
        await expect
          .poll(async () => {
            if ((await row.count()) === 0) await page.mouse.wheel(0, n === 1 ? 4_000 : -4_000);
            return await row.count();
          })
          .toBe(1);
      }
      await ana.thread
        .locator('article', { hasText: 'Written without a line.' })
        .getByText(/Goes out in|On its way|Sent/)
        .waitFor();
      const resumed = heard.findIndex(({ t }) => t === 'ready');
      const missed = heard.slice(0, resumed).filter(({ t, message }) => t === 'message' && message?.direction === 'in');
      console.info(`cut for ${CUT_MS} ms, ${missed.length} messages caught up, ${lists.length} lists read again`);
      expect(said.findLast(({ t }) => t === 'hello')?.after).toBeGreaterThanOrEqual(before);
      expect(heard.some(({ t }) => t === 'resync')).toBe(false);
      expect(missed).toHaveLength(MISSED);
      // The list was brought up to date by what was missed, not read again.
      expect(lists.filter((url) => url.includes('view=') && !url.includes('after='))).toEqual([]);
      const order = heard.flatMap(({ seq, t }) => (seq === undefined || t === 'pong' ? [] : [seq]));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    },
  );

  it('a desk that was installed opens without its server, and goes on when it is back', async () => {
    const proxy = await startProxy(Number(new URL(desk.url).port));
    const url = `http://127.0.0.1:${proxy.port}`;
    const { page } = await desk.enter('Cara Lee', 'agent', { url, installs: true });
    await installable(page, url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    const kept = await page.evaluate(async () => {
      const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)));
      const requests = await Promise.all(caches.map((cache) => cache.keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    expect(kept).toContain('/inbox/');
    expect(kept.filter((path) => !/^\/inbox\/(?:$|theme\.js$|icon\.svg$|assets\/)/.test(path))).toEqual([]);

    const [worker, before] = [join(distFolder, 'inbox/sw.js'), readFileSync(join(distFolder, 'inbox/sw.js'))];
    try {
      writeFileSync(worker, `${before.toString()}\n// a newer version`);
      await page.evaluate(() => navigator.serviceWorker.getRegistration().then((made) => made?.update()));
      await page.getByText('A new version of Ombud is here.').waitFor();
      await look(page, 'renewed');
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()]);
      await page.getByRole('navigation', { name: 'Views' }).waitFor();
      expect(await page.getByText('A new version of Ombud is here.').count()).toBe(0);
    } finally {
      writeFileSync(worker, before);
    }

    proxy.cutAfter = 0;
    await page.reload();
    await page.getByText('No connection.').waitFor();
    await look(page, 'without-server');
    proxy.cutAfter = undefined;
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await proxy.stop();
  });

  it('nothing was thrown on the way', () => {
    expect(desk.problems).toEqual([]);
  });
});

/** What a browser wants to see before it offers to install a page. */
async function installable(page: Page, url: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}') as { lang: string; icons: { src: string; sizes: string; type: string }[] };
  expect(manifest).toMatchObject({ lang: 'en', start_url: '/inbox/', scope: '/inbox/', display: 'standalone' });
  const pictures = manifest.icons.filter(({ type }) => type === 'image/png');
  expect(pictures.map(({ sizes }) => sizes)).toEqual(['192x192', '512x512', '512x512']);
  for (const { src, sizes } of pictures) {
    const bytes = await (await page.request.get(`${url}${src}`)).body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  const polish = await page.request.get(`${url}/inbox/manifest.webmanifest`, { headers: { 'accept-language': 'pl' } });
  expect(await polish.json()).toMatchObject({ lang: 'pl', shortcuts: [{ name: pl.views.unassigned }, {}] });
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Contexts of tests are private windows, which install nothing.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
}
