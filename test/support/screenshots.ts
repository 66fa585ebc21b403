import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures go: SCREENSHOTS, else a folder that git ignores. */
const folder = process.env['SCREENSHOTS'] ?? join(import.meta.dirname, '../../screenshots');

/** Waits until fonts and pictures are there and nothing moves any more, then writes `<name>.png`; answers its path. */
export async function shoot(page: Page, name: string, into = folder): Promise<string> {
  mkdirSync(into, { recursive: true });
  const path = join(into, `${name}.png`);
  // As text: the types of a browser are not at hand here.
  await page.evaluate(`document.fonts.ready.then(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)).then(() => undefined))`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
