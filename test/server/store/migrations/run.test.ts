import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Migrations } from '../../../../server/store/migrations/model.ts';
import { migrate, type Migration } from '../../../../server/store/migrations/run.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';

let app: TestApp;
let ran: string[] = [];
beforeAll(async () => {
  app = await buildTestApp();
});
beforeEach(async () => {
  ran = [];
  await Migrations(app.context).deleteMany({});
});
afterAll(() => app.close());

const migration = (name: string, work: () => Promise<unknown> = () => Promise.resolve()): Migration => ({
  name,
  async run() {
    ran.push(name);
    await work();
  },
});
const run = (...migrations: Migration[]) => migrate(app.context.db, migrations);

describe('migrations of the data', () => {
  it('run once, in their order', async () => {
    await run(migration('first'), migration('second'));
    await run(migration('first'), migration('second'), migration('third'));
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('run again where they were cut off, and nothing after them runs before', async () => {
    const broken = migration('second', () => Promise.reject(new Error('the disk is full')));
    await expect(run(migration('first'), broken, migration('third'))).rejects.toThrow('the disk is full');
    await run(migration('first'), migration('second'), migration('third'));
    expect(ran).toEqual(['first', 'second', 'second', 'third']);
  });

  it('may run in two processes at the same time', async () => {
    await Promise.all([run(migration('first')), run(migration('first'))]);
    expect(await Migrations(app.context).find().lean()).toEqual([{ _id: 'first', v: 1 }]);
  });

  it('refuse data of a newer version before anything is changed', async () => {
    await run(migration('first'), migration('of a later version'));
    await expect(run(migration('first'), migration('another'))).rejects.toThrow(/newer version.*of a later version/);
    expect(ran).not.toContain('another');
  });

  it('change documents of either engine', async () => {
    const things = app.context.db.collection<{ _id: number; name?: string; title?: string }>('things');
    await things.insertMany([{ _id: 1, name: 'old' }, { _id: 2, title: 'new already' }]); // prettier-ignore
    const rename = () => things.updateMany({ name: { $exists: true } }, { $rename: { name: 'title' } });
    await run(migration('names are titles', rename));
    expect(await things.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, title: 'old' },
      { _id: 2, title: 'new already' },
    ]);
    await things.drop();
  });
});
