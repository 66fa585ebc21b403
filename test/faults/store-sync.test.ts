import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Desk, reaches } from './store/desk.ts';
import { attach, unsafeMoments, type Traced } from './store/strace.ts';

/**
 * The embedded store on a disk that fails to sync: writes are refused, nothing is acknowledged that is not on disk, and
 * work goes on once syncs succeed. And on one that works: every answer waits for its sync.
 */
const TIMES = process.env['OMBUD_FAULTS'] === 'full' ? 10 : 1;
const INTERNAL_ERROR = 1;
const CALLS = 'trace=pwrite64,fsync,fdatasync,write,writev,sendmsg,sendto';

interface Row {
  _id: number;
  text: string;
}

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  await desk.start();
});
afterEach(() => desk.remove());

async function trace(context: TestContext, ...options: string[]): Promise<Traced> {
  const traced = await attach(desk.store.pid, join(desk.dataDir, 'strace'), ...options);
  if (traced) return traced;
  await desk.load.stop();
  return context.skip('strace is not there or may not attach to a process');
}

for (let time = 1; time <= TIMES; time++)
  test(`syncs that fail for a while, ${time} of ${TIMES}`, { timeout: 120_000 }, async (context) => {
    const { load } = desk;
    const refused = () => load.refusals.get(INTERNAL_ERROR) ?? 0;
    const acknowledged = () => load.model.acknowledged;
    await load.start(desk.store.uri);
    await reaches(acknowledged, 200);
    // All of them, or one in seven, so that some fail in the middle of mending.
    const all = time % 2 === 1;
    const inject = `inject=fsync,fdatasync:error=EIO${all ? '' : ':when=7+7'}`;
    const traced = await trace(context, '-e', 'trace=fsync,fdatasync', '-e', inject);
    await reaches(refused, 200);
    const before = acknowledged();
    await reaches(refused, 2000);
    if (all) expect(acknowledged()).toBe(before);
    await traced.detach();
    await reaches(acknowledged, acknowledged() + 100);
    await load.stop();
    expect([...load.refusals.keys()]).toEqual([INTERNAL_ERROR]);
    console.log(`failing syncs: ${acknowledged()} acknowledged, ${refused()} refused`);
    expect(await desk.check()).toEqual([]);
  });

test.for([
  ['every answer waits for its sync, and a power cut would find files in order', ''],
  ['so it is when some syncs fail', 'inject=fdatasync:error=EIO:when=20+20'],
] as const)('%s', { timeout: 240_000 }, async ([, inject], context) => {
  const rows = desk.db.collection<Row>('rows');
  await rows.createIndex({ text: 1 });
  const head = logHead();
  const filter = ['-s', '100', '-e', 'signal=none', '-e', CALLS];
  const traced = await trace(context, ...filter, ...(inject ? ['-e', inject] : []));
  const change = (_id: number, text: string) =>
    rows.updateOne({ _id }, { $set: { text } }, { upsert: true }).catch(async ({ code }: { code?: number }) => {
      expect(code).toBe(INTERNAL_ERROR);
      await eventually(() => rows.updateOne({ _id: 0 }, { $set: { text: String(Math.random()) } }));
    });
  let answered = 0;
  for (; answered < 300; answered++) await change(answered, String(answered % 10).repeat(80_000));
  // The log is copied beside the work: on until it has begun anew.
  for (; answered < 30_000 && logHead().equals(head); answered++) await change(answered % 300, String(answered));
  const { unsafe, answers, refusals, copies } = unsafeMoments(await traced.detach(), head);
  expect(unsafe).toEqual([]);
  expect([answers >= 250, copies >= 1, refusals > 0]).toEqual([true, true, inject !== '']);
});

/** The first bytes of the store's log: others as soon as it begins anew. */
function logHead(): Buffer {
  const head = Buffer.alloc(32);
  const file = openSync(join(desk.dataDir, 'ombud.db-wal'), 'r');
  readSync(file, head);
  closeSync(file);
  return head;
}
