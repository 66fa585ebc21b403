import { hasBrowser, launchBrowser } from '../../support/browser.ts';
import { buildAll } from '../../../web/build.ts';
import { measureHeap } from '../browser/heap.ts';
import { measureKeys } from '../browser/keys.ts';
import { measureLoading } from '../browser/load.ts';
import { measureOpening } from '../browser/open.ts';
import { openScreen, type Screen } from '../browser/screen.ts';
import { measureScrolling } from '../browser/scroll.ts';
import { median, quantile, type Figure, type Options, type Scenario } from '../figure.ts';
import { readLists, timed } from '../lists.ts';
import { seeded } from '../seeded.ts';
import { startServer, type Running } from '../server.ts';
import type { Work } from '../work.ts';

const LONG = 12;

/** What agents feel: lists and tickets over HTTP from 10,000 to 1,000,000, and the inbox itself in a browser. */
export const inbox: Scenario = async (work, options) => {
  const figures = wanted(options, 'api') ? await api(work, options) : [];
  if (options.only.length > 0 && options.only.every((part) => part === 'api')) return figures;
  if (!hasBrowser) console.log('  No browser (CHROMIUM, else /usr/bin/chromium): what is measured in one is left out.');
  return hasBrowser ? [...figures, ...(await inBrowser(options))] : figures;
};

const wanted = ({ only }: Options, part: string): boolean => only.length === 0 || only.includes(part);

async function api(work: Work, { quick }: Options): Promise<Figure[]> {
  const figures: Figure[][] = [];
  for (const n of quick ? [1000] : [10_000, 1_000_000]) figures.push(await apiAt(work, n, quick ? 1 : 3));
  const [small, large] = figures;
  const growth = (small && large ? small : []).map(
    ({ name, value }, i): Figure => ({
      name: `growth to 1,000,000: ${name.split(',')[0]}`,
      value: (large?.[i]?.value ?? 0) / value,
      unit: 'times',
      aim: '1.5',
    }),
  );
  return [...figures.flat(), ...growth];
}

/** The baseline has at most 100,000 rows: its index makes no difference of more, and they are made anew each time. */
async function apiAt(work: Work, n: number, rounds: number): Promise<Figure[]> {
  const { dataDir, remove } = await seeded(n);
  const server = await startServer({ dataDir });
  const api = `${server.url}/api/v1/tickets`;
  const number = (i: number) => 1 + ((i * 7919) % n);
  const asks: [name: string, aim: string, ask: () => Promise<number[]>][] = [
    ['list of 50 rows', '5', () => readLists(server.url, server.cookie)],
    ['one ticket', '5', () => timed(500, (i) => `${api}/${number(i)}`, server.cookie)],
    ['its thread', '5', () => timed(500, (i) => `${api}/${number(i)}/messages?limit=60`, server.cookie)],
    ['counts of the views', '', () => timed(30, () => `${api}/counts`, server.cookie)],
  ];
  const rows = asks.map(([name, aim, ask]) => ({ name, aim, ask, ours: [] as number[] }));
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    floors.push((await work.floor('list', Math.min(n, 100_000))).p95);
    for (const { ours, ask } of rows) ours.push(quantile(await ask(), 0.95));
  }
  await server.stop({ keep: true });
  await remove();
  return rows.map(({ name, aim, ours }, i) => ({
    name: `${name}, ${n.toLocaleString('en')} tickets, p95`,
    value: median(ours),
    unit: 'ms',
    ...(i === 0 ? { baseline: median(floors), ratio: median(ours.map((one, k) => one / (floors[k] ?? 1))) } : {}),
    ...(aim ? { aim } : {}),
  }));
}

async function inBrowser(options: Options): Promise<Figure[]> {
  await buildAll({ only: ['inbox'] });
  const { dataDir, remove } = await seeded(options.quick ? 1000 : 100_000, { long: LONG, changes: true });
  const server = await startServer({ dataDir });
  const browser = await launchBrowser();
  const figures: Figure[] = [];
  const part = async (name: string, measure: () => Promise<Figure | Figure[]>) => {
    if (!wanted(options, name)) return;
    console.log(`  ${name} …`);
    figures.push(...[await measure()].flat());
  };
  const onScreen = async <T>(use: (screen: Screen) => Promise<T>): Promise<T> => {
    const screen = await openScreen(browser, server);
    const result = await use(screen);
    await screen.close();
    return result;
  };
  await parts(options, server, { part, onScreen, load: (rounds) => measureLoading(browser, server, rounds) });
  await browser.close();
  await server.stop({ keep: true });
  await remove();
  return figures;
}

interface Parts {
  part(name: string, measure: () => Promise<Figure | Figure[]>): Promise<void>;
  onScreen<T>(use: (screen: Screen) => Promise<T>): Promise<T>;
  load(rounds: number): Promise<Figure[]>;
}

async function parts({ quick }: Options, server: Running, { part, onScreen, load }: Parts): Promise<void> {
  await part('load', () => load(quick ? 1 : 5));
  await part('keys', () => onScreen((screen) => measureKeys(screen, server, quick ? 12 : 120)));
  await part('open', () => onScreen((screen) => measureOpening(screen, server, quick ? 1 : 5, 500)));
  await part('heap', () => onScreen((screen) => measureHeap(screen, server, quick ? 20 : 100, quick ? 60 : 1000)));
  // Last: it changes the tickets.
  await part('scroll', () => onScreen((screen) => measureScrolling(screen, server, quick ? 3 : 10)));
}
