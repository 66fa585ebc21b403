// npm run pictures: every screen of the inbox, wide and narrow, light and dark, in three languages, into screenshots/
// (or SCREENSHOTS), which git ignores; names after `--` are the screens and the looks to take. `npm run pictures -- readme`
// makes those of the README, in docs/pictures/. The product runs on a folder of its own with the sample company. Needs
// chromium.
import type { BrowserContextOptions } from 'playwright-core';
import type { DraftView } from '../../server/drafts/schema.ts';
import { CHROMIUM, hasBrowser } from './browser.ts';
import { buildFrontEnds } from './build.ts';
import { readmePictures } from './readme-pictures.ts';
import { ask, openSampleDesk, openWindow, showScreen, type SampleDesk } from './sample-desk.ts';
import { SCREENS } from './screens.ts';
import { shoot } from './screenshots.ts';

const look = (width: number, height: number, colorScheme: 'light' | 'dark', locale: string) => ({
  locale,
  options: { viewport: { width, height }, colorScheme, locale } satisfies BrowserContextOptions,
});
const LOOKS = {
  'wide-light-en': look(1440, 900, 'light', 'en'),
  'wide-dark-pl': look(1440, 900, 'dark', 'pl'),
  'medium-light-pl': look(900, 900, 'light', 'pl'),
  'phone-light-ru': look(390, 844, 'light', 'ru'),
};

if (!hasBrowser) {
  process.stderr.write(`There is no ${CHROMIUM}: install chromium, or set CHROMIUM to its path.\n`);
  process.exit(1);
}
const wanted = process.argv.slice(2);
buildFrontEnds('inbox', 'widget', 'help');
// Twenty to eleven in the morning, so that times in the pictures do not depend on when they are made.
const desk = await openSampleDesk(new Date().setUTCHours(10, 40, 0, 0));
try {
  if (wanted.includes('readme')) await readmePictures(desk);
  else for (const name of chosen(Object.keys(LOOKS))) await screens(desk, name as keyof typeof LOOKS);
} finally {
  await desk.close();
}

/** What was written for the last look is not in the way of the next one. */
async function endDrafts(at: SampleDesk): Promise<void> {
  const path = `/tickets/${at.ticket}/drafts`;
  const { items } = await ask(at, 'GET', path);
  for (const { mode, version } of items as DraftView[]) await ask(at, 'DELETE', `${path}/${mode}?version=${version}`);
}

/** Those of them that are wanted; all where none is named. */
function chosen(names: string[]): string[] {
  const named = names.filter((name) => wanted.includes(name));
  return named.length > 0 ? named : names;
}

async function screens(at: SampleDesk, name: keyof typeof LOOKS): Promise<void> {
  const { locale, options } = LOOKS[name];
  await ask(at, 'PUT', '/agents/me', { locale });
  await endDrafts(at);
  const names = chosen(SCREENS.map((screen) => screen.name));
  for (const screen of SCREENS.filter((one) => names.includes(one.name))) {
    const { context, page } = await openWindow(at, options, !screen.stranger);
    try {
      await showScreen(at, page, screen);
      process.stdout.write(`${await shoot(page, `${screen.name}.${name}`)}\n`);
    } catch (error) {
      process.stderr.write(`${screen.name}.${name}: ${(error as Error).message}\n`);
      process.exitCode = 1;
    } finally {
      await context.close();
    }
  }
}
