import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate, median, type Figure, type Scenario } from '../figure.ts';
import { pssOf } from '../server.ts';
import { startChild, type Child } from '../store/child.ts';

interface Sizes {
  small: number;
  large: number;
  rounds: number;
  writes: number;
  pages: number;
  group: number;
}
const FULL: Sizes = { small: 10_000, large: 1_000_000, rounds: 3, writes: 10_000, pages: 1000, group: 100_000 };
const QUICK: Sizes = { small: 1000, large: 20_000, rounds: 1, writes: 2000, pages: 200, group: 10_000 };

/**
 * The embedded store through mongoose, beside node:sqlite alone with the same rows on a copy of the same file: single
 * inserts and updates durable with 32 at once, pages of 50 by an index, a summary, reads while others write, memory
 * and start.
 */
export const store: Scenario = async (_work, { quick }) => {
  const sizes = quick ? QUICK : FULL;
  const folder = await mkdtemp(join(tmpdir(), 'ombud-bench-'));
  try {
    const seeded = await seed(folder, sizes);
    await copyFile(join(folder, 'ombud.db'), join(folder, 'bare.db'));
    const idle = await startAndMemory(folder, sizes);
    const product = await startChild('product.ts', folder);
    const bare = await startChild('bare.ts', join(folder, 'bare.db'));
    const figures = [...(await reads(product, bare, sizes)), ...(await writes(product, bare, sizes))];
    await product.end();
    await bare.end();
    return [...seeded, ...figures, ...idle];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function seed(folder: string, { small, large }: Sizes): Promise<Figure[]> {
  const child = await startChild('product.ts', folder);
  await child.ask('seed', 'Small', small);
  const value = await child.ask<number>('seed', 'Large', large);
  await child.end();
  return [{ name: `seeding ${count(large)} documents, four indexes`, value, unit: '/s' }];
}

/** The store in a process of its own; what asks it is in another one. */
async function startAndMemory(folder: string, { large, rounds, pages, writes }: Sizes): Promise<Figure[]> {
  const memory: { ours: number; bare: number }[] = [];
  const start = await alternate(
    rounds,
    async () => {
      const began = performance.now();
      const bare = await startChild('bare.ts', join(folder, 'bare.db'));
      const ms = performance.now() - began;
      await bare.ask('page', 'Large', pages);
      await bare.ask('update', writes, large);
      memory.push({ ours: 0, bare: pssOf(bare.pid) });
      await bare.end();
      return ms;
    },
    async () => {
      const began = performance.now();
      const alone = await startChild('alone.ts', folder);
      const ms = performance.now() - began;
      const client = await startChild('product.ts', folder, await alone.ask('uri'));
      await client.ask('page', 'Large', pages);
      await client.ask('update', writes, large);
      memory.at(-1)!.ours = pssOf(alone.pid);
      await client.end();
      await alone.end();
      return ms;
    },
  );
  const said = `${count(large)} documents`;
  const resident = {
    value: median(memory.map(({ ours }) => ours)),
    baseline: median(memory.map(({ bare }) => bare)),
    ratio: median(memory.map(({ ours, bare }) => ours / bare)),
  };
  return [
    { name: `start of the process with ${said}`, unit: 'ms', ...start, aim: 'under 1,000' },
    { name: `memory with ${said}, after work (PSS)`, unit: 'MB', ...resident, aim: 'under 200' },
  ];
}

async function reads(product: Child, bare: Child, { small, large, rounds, pages, group }: Sizes): Promise<Figure[]> {
  const page = (name: string) => {
    const ask = (child: Child) => async () => {
      await child.ask('page', name, pages / 5);
      return await child.ask<number>('page', name, pages);
    };
    return alternate(rounds, ask(bare), ask(product));
  };
  const [few, many] = [await page('Small'), await page('Large')];
  const grouped = await alternate(rounds, () => bare.ask('group', group), () => product.ask('group', group));
  const aside = await product.ask<{ p95: number; longest: number }>('pageWhileGrouping', large);
  return [
    { name: `page of 50 of ${count(small)} by an index, p95`, unit: 'ms', ...few, aim: 'within 3' },
    { name: `page of 50 of ${count(large)} by an index, p95`, unit: 'ms', ...many, aim: 'within 3' },
    { name: `growth of the page, ${count(small)} to ${count(large)}`, value: many.value / few.value, unit: 'times', aim: '1.5' },
    { name: `$group over ${count(group)}`, unit: 'ms', ...grouped },
    { name: `page of 50 beside $group over ${count(large)}, p95`, unit: 'ms', value: aside.p95 },
    { name: `page of 50 beside $group over ${count(large)}, longest`, unit: 'ms', value: aside.longest },
  ];
}

async function writes(product: Child, bare: Child, sizes: Sizes): Promise<Figure[]> {
  const { large, rounds, writes, pages } = sizes;
  let from = large;
  const next = () => (from += writes);
  const lag: number[] = [];
  const insert = (task: 'create' | 'insert') =>
    alternate(
      rounds,
      () => bare.ask('insert', next(), writes),
      async () => {
        const done = await product.ask<{ perSecond: number; lag: number }>(task, next(), writes);
        lag.push(done.lag);
        return done.perSecond;
      },
    );
  // Code that has just started is not what a desk runs on.
  await bare.ask('insert', next(), writes);
  await product.ask('create', next(), writes);
  const created = await insert('create');
  const inserted = await insert('insert');
  const updated = await alternate(rounds, () => bare.ask('update', writes, large), () => product.ask('update', writes, large));
  const beside = await alternate(
    rounds,
    () => bare.ask('pageWhileWriting', (from += 100_000), pages),
    () => product.ask('pageWhileWriting', (from += 100_000), pages),
  );
  const aim = '3,000/s; a third';
  return [
    { name: 'single inserts, Model.create, 32 at once', unit: '/s', ...created, aim },
    { name: 'single inserts, Model.collection.insertOne, 32 at once', unit: '/s', ...inserted, aim },
    { name: 'updates by an indexed field, 32 at once', unit: '/s', ...updated },
    { name: 'page of 50 while 32 insert, p95', unit: 'ms', ...beside },
    { name: 'lag of the main thread while inserting, p99', value: median(lag), unit: 'ms', aim: 'under 20' },
  ];
}

const count = (n: number): string => n.toLocaleString('en');
