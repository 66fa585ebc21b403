import type { Figure } from '../figure.ts';
import type { Running } from '../server.ts';
import { numbersOf, openList, type Screen } from './screen.ts';

/** What the page holds after a collection, in MB, when so many tickets were opened one after the other. */
export async function measureHeap(screen: Screen, server: Running, few: number, many: number): Promise<Figure> {
  const numbers = await numbersOf(server, many);
  await openList(screen, `all/${numbers[0]}`);
  const first = numbers.slice(0, few);
  // To and fro, until about as many were opened as will be: what is compiled of the program the more often it runs, and
  // kept, belongs to no ticket.
  for (let pass = 2 * Math.floor(many / few / 2) - 1; pass > 0; pass--) {
    const forth = pass % 2 === 1;
    await openNext(screen, (forth ? first : first.toReversed()).slice(1), forth ? 'j' : 'k');
  }
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

async function openNext(screen: Screen, numbers: number[], key = 'j'): Promise<void> {
  for (const number of numbers) await screen.time('keydown', 'thread', number, () => screen.page.keyboard.press(key));
}

async function heapOf({ page, cdp }: Screen): Promise<number> {
  await page.waitForTimeout(2_000);
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
