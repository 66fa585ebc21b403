import { median, quantile, type Figure } from '../figure.ts';
import type { Running } from '../server.ts';
import { openBare, paneOf, snapshot, swapOnKey } from './bare.ts';
import { numbersOf, openList, settle, type Screen } from './screen.ts';

/** Rows of the list to click on, each so far from the others that nothing of it was fetched ahead. */
const PLACES = [1, 4, 7];

/**
 * From a click on a row to the end of its thread being painted, read from the server meanwhile. The first tickets of
 * the list have `messages` messages each.
 */
export async function measureOpening(screen: Screen, server: Running, rounds: number, messages: number): Promise<Figure> {
  const numbers = await numbersOf(server, PLACES.at(-1)! + 3);
  const [times, floors, ratios]: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    await openList(screen);
    // The first ticket brings the pane and the composer: that is not what is measured.
    await screen.page.locator(`a[data-ticket="${numbers.at(-1)}"]`).click();
    await screen.page.locator('.composer .editor').waitFor();
    await settle(screen.page);
    const ours: number[] = [];
    for (const place of PLACES) {
      const row = screen.page.locator(`a[data-ticket="${numbers[place]}"]`);
      ours.push(await screen.time('click', 'thread', numbers[place], () => row.click()));
      await settle(screen.page, 500);
    }
    const floor = await bare(screen, numbers[PLACES.at(-1)!] ?? 0);
    times?.push(...ours);
    floors?.push(...floor);
    ratios?.push(median(ours) / median(floor));
  }
  return {
    name: `opening a ticket of ${messages} messages, p95`,
    value: quantile(times ?? [], 0.95),
    unit: 'ms',
    baseline: quantile(floors ?? [], 0.95),
    ratio: median(ratios ?? []),
    aim: '100',
  };
}

/** The ticket that is on the screen, put in as finished HTML. */
async function bare(screen: Screen, number: number): Promise<number[]> {
  const pane = await paneOf(screen);
  const tab = await openBare(screen, await snapshot(screen));
  await swapOnKey(tab.page, [pane]);
  const times: number[] = [];
  const put = () => tab.time('keydown', 'thread', number, () => tab.page.keyboard.press('j'));
  // Neither is its first one, which loads the fonts and all that is shown.
  await put();
  for (let i = 0; i < PLACES.length; i++) {
    times.push(await put());
    await settle(tab.page, 100);
  }
  await tab.close();
  return times;
}
