import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAll } from '../../web/build.ts';
import { COLOURS, RULES, violations } from '../support/axe.ts';
import { hasBrowser } from '../support/browser.ts';
import { openSampleDesk, openWindow, showScreen, type SampleDesk } from '../support/sample-desk.ts';
import { SCREENS } from '../support/screens.ts';

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
      expect(await violations(page, RULES)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      // What else there is does not depend on colours.
      expect(await violations(page, COLOURS)).toEqual([]);
    },
  );
});
