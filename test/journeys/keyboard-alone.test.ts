import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { openDesk, type Colleague, type Desk } from '../support/desk.ts';

const TICKETS = 50;
const MOST_KEYS = 6;

/** What is counted in the page, as text: the types of a browser are not at hand here. */
const COUNTING = `(() => {
  window.counted = { keys: 0, mouse: 0 };
  window.addEventListener('keydown', () => (window.counted.keys += 1), true);
  for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'wheel', 'touchstart'])
    window.addEventListener(kind, () => (window.counted.mouse += 1), true);
  window.addEventListener('click', (event) => (window.counted.mouse += event.detail > 0 ? 1 : 0), true);
})()`;

describe.skipIf(!hasBrowser)('fifty tickets by keyboard alone (needs chromium)', () => {
  let desk: Desk;
  let ana: Colleague;

  beforeAll(async () => {
    desk = await openDesk();
    for (let n = 1; n <= TICKETS; n += 1) await desk.bring(`Person${n} Example`, { subject: `Question ${n}` });
    ana = await desk.enter('Ana Pop');
  });
  afterAll(() => desk?.close());

  it('answers, notes, tags, ranks, snoozes and solves them without a mouse, in a few keys each', async () => {
    const { page } = ana;
    const { keyboard } = page;
    let typed = 0;
    const type = async (text: string): Promise<void> => {
      typed += text.length;
      await keyboard.type(text);
    };
    const focused = (selector: string) => page.locator(`${selector}:focus`).waitFor();
    const ways: (() => Promise<void>)[] = [
      async () => {
        await keyboard.press('r');
        await focused('.editor');
        await type('Thank you, done.');
        await keyboard.press('Control+Shift+Enter');
        await keyboard.press('Escape');
        await keyboard.press('j');
      },
      async () => {
        await keyboard.press('n');
        await focused('.editor');
        await type('Same as last week.');
        await keyboard.press('Control+Enter');
        await keyboard.press('Escape');
        await keyboard.press('e');
      },
      async () => {
        await keyboard.press('l');
        await focused('input[role=combobox]');
        await type('delivery');
        await keyboard.press('Enter');
        await page.getByRole('button', { name: 'Remove the tag delivery' }).waitFor();
        await keyboard.press('e');
      },
      async () => {
        await keyboard.press('p');
        await focused('[role=listbox]');
        await keyboard.press('Home');
        await keyboard.press('Enter');
        await page.getByRole('button', { name: 'Priority: Urgent' }).waitFor();
        await keyboard.press('e');
      },
      async () => {
        await keyboard.press('h');
        await focused('input[role=combobox]');
        await type('tomorrow 9');
        await keyboard.press('Enter');
        await page.getByRole('button', { name: 'Status: Snoozed' }).waitFor();
        await keyboard.press('j');
      },
    ];
    await page.goto(`${desk.url}/inbox/new`);
    await page.locator('a[data-ticket]').first().waitFor();
    await page.evaluate(COUNTING);
    await keyboard.press('j');
    await keyboard.press('Enter');
    const most = { keys: 0 };
    for (let n = 0; n < TICKETS; n += 1) {
      const address = page.url();
      await ana.thread.locator('article').first().waitFor();
      await page.locator('.composer .editor').waitFor();
      const before = await counted();
      const text = typed;
      await ways[n % ways.length]?.();
      const keys = (await counted()).keys - before.keys - (typed - text);
      most.keys = Math.max(most.keys, keys);
      if (n < TICKETS - 1) await page.waitForURL((url) => url.href !== address);
    }
    const { mouse } = await counted();
    console.info(`${TICKETS} tickets, at most ${most.keys} keys each besides text, ${mouse} mouse events`);
    expect(mouse).toBe(0);
    expect(most.keys).toBeLessThanOrEqual(MOST_KEYS);

    async function counted(): Promise<{ keys: number; mouse: number }> {
      return await page.evaluate('window.counted');
    }
  });

  it('all of them are done on the server', async () => {
    const { cookie } = await desk.app.signIn('readonly');
    const count = async (query: string) => {
      const answer = await desk.app.inject({ url: `/api/v1/tickets?limit=200&${query}`, headers: { cookie } });
      return (answer.json() as { items: unknown[] }).items.length;
    };
    await expect.poll(() => count('status=solved')).toBe(40);
    await expect.poll(() => count('status=snoozed')).toBe(10);
    expect(await count('tag=delivery')).toBe(10);
  });

  it('works with the letters of a Cyrillic layout, and not at all when it is switched off', async () => {
    const { page } = ana;
    const press = (key: string, code: string) =>
      page.evaluate(
        `window.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', code: '${code}', bubbles: true }))`,
      );
    await page.goto(`${desk.url}/inbox/all`);
    await page.locator('a[data-ticket]').first().waitFor();
    await press('п', 'KeyG');
    await press('ь', 'KeyM');
    await page.getByRole('heading', { name: 'Mine' }).waitFor();
    await page.goto(`${desk.url}/inbox/settings/profile`);
    await page.getByRole('switch', { name: /Keyboard shortcuts/ }).click();
    await page.goto(`${desk.url}/inbox/all`);
    await page.locator('a[data-ticket]').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.keyboard.press('?');
    // Together with Control it is no single key: it works still.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'What do you want to do?' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox/all');
    expect(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).count()).toBe(0);
  });

  it('nothing was thrown on the way, and nothing refused by the page’s policy', () => {
    expect(desk.problems).toEqual([]);
  });
});
