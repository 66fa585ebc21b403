import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Desk, reaches } from './store/desk.ts';

/**
 * The embedded store on a full disk: writes are refused and leave nothing behind, what was acknowledged is there, and
 * work goes on once there is space.
 */
const TIMES = process.env['OMBUD_FAULTS'] === 'full' ? 10 : 1;
const OUT_OF_SPACE = 14031;
const NO_MOUNT = 'a small file system cannot be mounted here (needs root on Linux)';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(async () => {
  await desk.kill();
  tryTo('umount', desk.dataDir);
  await desk.remove();
});

const mount = () => tryTo('mount', '-t', 'tmpfs', '-o', 'size=24m', 'ombud-test', desk.dataDir);
const refused = () => desk.load.refusals.get(OUT_OF_SPACE) ?? 0;

for (let time = 1; time <= TIMES; time++)
  test(`a disk that is full for a while, ${time} of ${TIMES}`, { timeout: 120_000 }, async (context) => {
    if (!mount()) context.skip(NO_MOUNT);
    await desk.start();
    const ballast = join(desk.dataDir, 'ballast');
    writeFileSync(ballast, Buffer.alloc(8_000_000));
    await desk.load.start(desk.store.uri);
    await reaches(refused, 200);
    const { acknowledged } = desk.load.model;
    rmSync(ballast);
    await reaches(() => desk.load.model.acknowledged, acknowledged + 100);
    await desk.load.stop();
    expect([...desk.load.refusals.keys()]).toEqual([OUT_OF_SPACE]);
    console.log(`full disk: ${desk.load.model.acknowledged} acknowledged, ${refused()} refused`);
    expect(await desk.check()).toEqual([]);
  });

test('a disk that is full at the start answers reads', { timeout: 120_000 }, async (context) => {
  if (!mount()) context.skip(NO_MOUNT);
  await desk.start();
  await desk.load.start(desk.store.uri);
  await reaches(refused, 200);
  await desk.kill();
  await desk.load.ended();
  await desk.start();
  expect(await desk.load.model.check(desk.db)).toEqual([]);
});

function tryTo(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
