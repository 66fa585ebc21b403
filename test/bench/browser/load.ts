import type { Browser } from 'playwright-core';
import { alternate, type Figure } from '../figure.ts';
import type { Running } from '../server.ts';
import { openBare, snapshot } from './bare.ts';
import { openList, openScreen } from './screen.ts';

/** From the address to the rows being painted: with nothing in the caches, and the second time. */
export async function measureLoading(browser: Browser, server: Running, rounds: number): Promise<Figure[]> {
  const again: number[] = [];
  const first = await alternate(
    rounds,
    async () => {
      const screen = await openScreen(browser, server);
      await openList(screen);
      const html = await snapshot(screen);
      await screen.close();
      const fresh = await openScreen(browser, server);
      const bare = await openBare(fresh, html);
      await fresh.close();
      return bare.loadedMs;
    },
    async () => {
      const screen = await openScreen(browser, server);
      const ms = await openList(screen);
      again.push(await openList(screen));
      await screen.close();
      return ms;
    },
  );
  return [
    { name: 'first load of the list, nothing cached', unit: 'ms', aim: '1,000', ...first },
    { name: 'the second load, worst', unit: 'ms', value: Math.max(...again), baseline: first.baseline },
  ];
}
