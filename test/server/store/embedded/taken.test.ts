import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../../support/app.ts';

const top = join(import.meta.dirname, '../../../..');
let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
});
afterAll(() => app.close());

/** A second process on the folder of a running server. */
function beside(...args: string[]) {
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: app.dataDir, HOST: '127.0.0.1', PORT: '0' };
  return spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 20_000 });
}

test('a second server says in words that the data folder is taken', () => {
  const { status, stdout, stderr } = beside(join(top, 'server/main.ts'));
  expect([status, stdout + stderr]).toEqual([1, expect.stringMatching(/ombud\.db is in use by another process/)]);
});

test('`ombud store` does not open it a second time', () => {
  const { status, stderr } = beside(join(top, 'bin/ombud.mjs'), 'store', '--listen', '0');
  expect([status, stderr]).toEqual([1, expect.stringContaining('A server is running')]);
});
