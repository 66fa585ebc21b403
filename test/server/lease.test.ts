import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Leases, releaseLeases, takeLease } from '../../server/lease.ts';
import type { Context } from '../../server/context.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
});
afterEach(() => vi.useRealTimers());
afterAll(() => app.close());

const MS = 10_000;
/** Another process has a context of its own over the same store. */
const process = (): Context => ({ ...app.context });

test('one process at a time, and the next one when the lease has ended', async () => {
  const [a, b] = [process(), process()];
  expect(await takeLease(a, 'turns', 'a', MS)).toBe(true);
  expect(await takeLease(b, 'turns', 'b', MS)).toBe(false);
  await Leases(app.context).updateOne({ _id: 'turns' }, { $set: { until: new Date(0) } });
  expect(await takeLease(b, 'turns', 'b', MS)).toBe(true);
});

test('who ends gives back only what is still theirs', async () => {
  const [a, b, c] = [process(), process(), process()];
  await takeLease(a, 'ending', 'a', MS);
  await Leases(app.context).updateOne({ _id: 'ending' }, { $set: { until: new Date(0) } });
  await takeLease(b, 'ending', 'b', MS);
  await releaseLeases(a);
  expect(await takeLease(c, 'ending', 'c', MS)).toBe(false);
  await releaseLeases(b);
  expect(await takeLease(c, 'ending', 'c', MS)).toBe(true);
});

test('a clock that is set back leaves no two holders', async () => {
  const [a, b] = [process(), process()];
  vi.useFakeTimers({ toFake: ['Date'] });
  await takeLease(a, 'clock', 'a', MS);
  vi.setSystemTime(Date.now() - 3_600_000);
  expect(await takeLease(b, 'clock', 'b', MS)).toBe(true);
  expect(await takeLease(a, 'clock', 'a', MS)).toBe(false);
});
