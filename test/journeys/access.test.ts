import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAll } from '../../web/build.ts';
import { hasBrowser } from '../support/browser.ts';
import { openSampleDesk, openWindow, showScreen, type SampleDesk } from '../support/sample-desk.ts';
import { SCREENS } from '../support/screens.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The rules of WCAG 2.2 AA and axe’s own best practice; what axe calls experimental is off, as it is by itself, but for one. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const RULES = {
  runOnly: { type: 'tag', values: TAGS },
  // Whoever speaks to the machine says what is seen: it must be part of the name.
  rules: { 'label-content-name-mismatch': { enabled: true } },
};

/** What axe finds: rule, and where. */
async function violations(page: Page, only: object): Promise<string[]> {
  await page.evaluate(`document.getAnimations().forEach((one) => one.finish())`);
  const found = await page.evaluate<{ id: string; nodes: { target: string[]; failureSummary: string }[] }[]>(
    `window.axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...only })}).then((all) => all.violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary.replace(/\s+/g, ' ')})`),
  );
}

describe.skipIf(!hasBrowser)('the inbox for everybody (needs chromium)', () => {
  let desk: SampleDesk;
  let pages: Record<'in' | 'out', Page>;
  beforeAll(async () => {
    await buildAll({ only: ['inbox'] });
    desk = await openSampleDesk();
    const look = { viewport: { width: 1440, height: 900 }, locale: 'en' };
    pages = { in: (await openWindow(desk, look)).page, out: (await openWindow(desk, look, false)).page };
  });
  afterAll(() => desk?.close());

  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    '%s: axe finds nothing, in light and in dark',
    async (_name, screen) => {
      const page = screen.stranger ? pages.out : pages.in;
      await page.emulateMedia({ colorScheme: 'light' });
      await showScreen(desk, page, screen);
      await page.evaluate(axe);
      expect(await violations(page, RULES)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      // What else there is does not depend on colours.
      expect(await violations(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })).toEqual([]);
    },
  );
});
