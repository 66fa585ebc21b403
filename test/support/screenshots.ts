import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures go: SCREENSHOTS, else a folder that git ignores. */
const folder = process.env['SCREENSHOTS'] ?? join(import.meta.dirname, '../../screenshots');

/** Waits until fonts and pictures are there and nothing moves any more, then writes `<name>.png`; answers its path. */
export async function shoot(page: Page, name: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  return path;
}
