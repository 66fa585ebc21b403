import { alternate, median, quantile, type Figure } from '../figure.ts';
import type { Running } from '../server.ts';
import { openBare, paneOf, snapshot, swapOnKey } from './bare.ts';
import { numbersOf, openList, settle, type Screen } from './screen.ts';

const AIM = '50';

/** From a key press to what it is for being painted: the next row, the next ticket, a letter, a selected row. */
export async function measureKeys(screen: Screen, server: Running, presses: number): Promise<Figure[]> {
  const numbers = await numbersOf(server, presses);
  await openList(screen);
  const rows = await walk(screen, numbers, 'cursor');
  const picks = await pick(screen, numbers.at(-1) ?? 0, Math.ceil(presses / 4));
  const two = numbers.slice(0, 2);
  const bare = await bareTickets(screen, two);
  const tickets: number[] = [];
  const floors: number[] = [];
  const { ratio } = await alternate(
    3,
    async () => keep(floors, await swap(bare, two, presses / 3)),
    async () => {
      await openList(screen, `all/${numbers[0]}`);
      return keep(tickets, await walk(screen, numbers.slice(1, 1 + presses / 3), 'thread'));
    },
  );
  await bare.close();
  const letters = await type(screen, presses);
  const all = [...rows, ...picks, ...tickets, ...letters];
  const figure = (name: string, value: number): Figure => ({ name: `key to painted: ${name}`, value, unit: 'ms', aim: AIM });
  return [
    figure('every key, p50', quantile(all, 0.5)),
    figure('every key, p95', quantile(all, 0.95)),
    figure('J to the next row, p95', quantile(rows, 0.95)),
    figure('X to the row selected, p95', quantile(picks, 0.95)),
    figure('a letter of a reply, p95', quantile(letters, 0.95)),
    figure('J to the next ticket, p50', quantile(tickets, 0.5)),
    { ...figure('J to the next ticket, p95', quantile(tickets, 0.95)), baseline: quantile(floors, 0.95), ratio },
  ];
}

/** Adds to all there are, and answers the middle one of these. */
function keep(all: number[], these: number[]): number {
  all.push(...these);
  return median(these);
}

/** J to each of these, one after the other. */
async function walk(screen: Screen, numbers: number[], shown: 'cursor' | 'thread'): Promise<number[]> {
  const times: number[] = [];
  for (const number of numbers) {
    times.push(await screen.time('keydown', shown, number, () => screen.page.keyboard.press('j')));
    await settle(screen.page, shown === 'thread' ? 250 : 50);
  }
  return times;
}

/** X selects the row and takes it out again; the first time what works on many tickets is loaded. */
async function pick(screen: Screen, number: number, times: number): Promise<number[]> {
  const measured: number[] = [];
  for (let i = -1; i < times; i++) {
    const ms = await screen.time('keydown', 'picked', number, () => screen.page.keyboard.press('x'));
    if (i >= 0) measured.push(ms);
    await settle(screen.page, 100);
    await screen.page.keyboard.press('x');
    await settle(screen.page, 100);
  }
  return measured;
}

/** The same tickets as finished HTML, on a page without a program. */
async function bareTickets(screen: Screen, numbers: number[]): Promise<Screen> {
  const panes: string[] = [];
  for (const number of numbers) {
    await openList(screen, `all/${number}`);
    await screen.page.locator('.composer .editor').waitFor();
    panes.push(await paneOf(screen));
  }
  const bare = await openBare(screen, await snapshot(screen));
  await swapOnKey(bare.page, panes);
  return bare;
}

async function swap(bare: Screen, numbers: number[], times: number): Promise<number[]> {
  await bare.page.bringToFront();
  const measured: number[] = [];
  for (let i = 0; i < times; i++) {
    const press = () => bare.page.keyboard.press('j');
    measured.push(await bare.time('keydown', 'thread', numbers[i % numbers.length], press));
    await settle(bare.page, 50);
  }
  return measured;
}

/** Letters into the reply of the ticket that is open. */
async function type({ page, time }: Screen, times: number): Promise<number[]> {
  await page.keyboard.press('r');
  await page.locator('.composer .editor :focus, .composer .editor:focus-within').first().waitFor();
  const measured: number[] = [];
  for (let i = 0; i < times; i++) {
    measured.push(await time('keydown', 'letter', undefined, () => page.keyboard.press('abcdefgh'[i % 8] ?? 'a')));
    await settle(page, 30);
  }
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  return measured;
}
