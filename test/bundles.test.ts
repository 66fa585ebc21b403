import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { distFolder } from '../web/stamp.ts';
import { buildTestApp } from './support/app.ts';
import { buildFrontEnds } from './support/build.ts';

/** What a browser fetches, compressed: bytes, 1,000 to the kB (gzip -9, as static files are measured everywhere). */
const FIRST_LOAD = 70_000;
const COMPOSER = 150_000;

const folder = join(distFolder, 'inbox');
const compressed = (file: string): number => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;

beforeAll(() => buildFrontEnds('inbox', 'widget'), 120_000);

test('the scripts of the inbox’s first load stay within their budget, in every language', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = [...new Set(page.match(/assets\/[\w.-]+\.js/g))];
  expect(scripts).toEqual([expect.stringContaining('libraries-'), expect.stringContaining('desk-')]);
  const texts = readdirSync(join(folder, 'assets')).filter((file) => /^inbox-[a-z]{2}-.*\.js$/.test(file));
  expect(texts.map((file) => file.slice(6, 8)).sort()).toEqual(['en', 'es', 'pl', 'ro', 'ru']);
  const longest = Math.max(...texts.map((file) => compressed(`assets/${file}`)));
  const size = scripts.reduce((sum, file) => sum + compressed(file), longest);
  console.info(`first load: ${size} of ${FIRST_LOAD} bytes, ${longest} of them the longest of the languages`);
  expect(size).toBeLessThanOrEqual(FIRST_LOAD);
});

test('the composer, which comes with the first ticket, stays within its own', () => {
  const parts = readdirSync(join(folder, 'assets')).filter((file) => /^Composer-.*\.js$/.test(file));
  expect(parts).toHaveLength(1);
  const size = compressed(`assets/${parts[0]}`);
  console.info(`composer: ${size} of ${COMPOSER} bytes`);
  expect(size).toBeLessThanOrEqual(COMPOSER);
});

test('what was built is sent compressed to those who take it', async () => {
  const app = await buildTestApp();
  try {
    const ask = (encodings?: string) =>
      app.inject({ url: '/widget.js', headers: encodings ? { 'accept-encoding': encodings } : {} });
    const [plain, gzip, brotli] = [await ask(), await ask('gzip'), await ask('gzip, deflate, br')];
    expect([plain, gzip, brotli].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br']);
    for (const { headers } of [plain, gzip, brotli]) {
      expect(headers['content-type']).toMatch(/javascript/);
      expect(headers.vary).toMatch(/accept-encoding/);
    }
    const written = readFileSync(join(distFolder, 'widget/widget.js'));
    expect(plain.rawPayload.equals(written)).toBe(true);
    expect(gunzipSync(gzip.rawPayload).equals(written)).toBe(true);
    expect(brotliDecompressSync(brotli.rawPayload).equals(written)).toBe(true);
  } finally {
    await app.close();
  }
});
