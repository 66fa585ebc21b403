import type { Figure } from '../figure.ts';
import type { Running } from '../server.ts';
import { numbersOf, openList, type Screen } from './screen.ts';

/** What the page holds after a collection, in MB, when so many tickets were opened one after the other. */
export async function measureHeap(screen: Screen, server: Running, few: number, many: number): Promise<Figure> {
  const numbers = await numbersOf(server, many);
  await openList(screen, `all/${numbers[0]}`);
  await openNext(screen, numbers.slice(1, few));
  const before = await heapOf(screen);
  await openNext(screen, numbers.slice(few));
  const after = await heapOf(screen);
  return {
    name: `heap with ${numbers.length} tickets opened, ${few} as baseline`,
    value: after,
    unit: 'MB',
    baseline: before,
    ratio: after / before,
    aim: 'ratio 1.2',
  };
}

async function openNext(screen: Screen, numbers: number[]): Promise<void> {
  for (const number of numbers) await screen.time('keydown', 'thread', number, () => screen.page.keyboard.press('j'));
}

async function heapOf({ page, cdp }: Screen): Promise<number> {
  await page.waitForTimeout(2_000);
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
