import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { distFolder } from '../web/stamp.ts';
import { buildFrontEnds } from './support/build.ts';

/** What a browser fetches, compressed: thousands of bytes (gzip -9, as static files are measured everywhere). */
const FIRST_LOAD = 75_000;
/** What the first load is to come back to: filters as text and records have brought it above. */
const FIRST_LOAD_AIM = 70_000;
const COMPOSER = 150_000;

const folder = join(distFolder, 'inbox');
const compressed = (file: string): number => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;

beforeAll(() => buildFrontEnds('inbox'), 120_000);

test('the scripts of the inbox’s first load stay within their budget', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = [...new Set(page.match(/assets\/[\w.-]+\.js/g))];
  expect(scripts.length).toBeGreaterThan(3);
  const size = scripts.reduce((sum, file) => sum + compressed(file), 0);
  console.info(`first load: ${size} bytes, ${FIRST_LOAD} at most, the aim is ${FIRST_LOAD_AIM}`);
  expect(size).toBeLessThanOrEqual(FIRST_LOAD);
});

test('the composer, which comes with the first ticket, stays within its own', () => {
  const parts = readdirSync(join(folder, 'assets')).filter((file) => /^Composer-.*\.js$/.test(file));
  expect(parts).toHaveLength(1);
  const size = compressed(`assets/${parts[0]}`);
  console.info(`composer: ${size} of ${COMPOSER} bytes`);
  expect(size).toBeLessThanOrEqual(COMPOSER);
});
