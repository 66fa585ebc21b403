import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { buildFrontEnds } from '../../support/build.ts';

/** What a page fetches, with gzip: EXPERIENCE.md, section 2. */
const folder = join(process.cwd(), 'dist/widget');
const size = (...names: string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
const parts = (): string[] =>
  readdirSync(join(folder, 'parts'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `parts/${name}`);
/** Fetched when it is needed, and by most visitors never. */
const isLater = (name: string): boolean => /^parts\/(chat|after|requests|identity)-/.test(name);
const isLanguage = (name: string): boolean => /^parts\/(en|es|ro|pl|ru)-/.test(name);

beforeAll(() => buildFrontEnds('widget'), 60_000);

it('the loader stays under 1 kB', () => expect(size('widget.js')).toBeLessThanOrEqual(1024));

it('the panel, with the biggest language, stays under 25 kB', () => {
  const language = Math.max(
    ...parts()
      .filter(isLanguage)
      .map((name) => size(name)),
  );
  const shared = parts().filter((name) => !isLanguage(name) && !isLater(name));
  expect(shared.length).toBeGreaterThan(0);
  expect(size('app.js', ...shared) + language).toBeLessThanOrEqual(25 * 1024);
});

it('the chat, fetched when somebody writes, stays under 7 kB', () => {
  const chat = parts().filter((name) => /^parts\/chat-(?!(en|es|ro|pl|ru)-)/.test(name));
  expect(chat).toHaveLength(1);
  expect(size(...chat)).toBeLessThanOrEqual(7 * 1024);
});

it('what is asked after the talking, and who is signed in, are parts of their own, of 3 kB together', () => {
  const later = parts().filter((name) => /^parts\/(after|identity)-(?!(en|es|ro|pl|ru)-)/.test(name));
  expect(later).toHaveLength(2);
  expect(size(...later)).toBeLessThanOrEqual(3 * 1024);
});

it('the list of requests, with the proof before it, stays under 3 kB', () => {
  const requests = parts().filter((name) => /^parts\/requests-(?!(en|es|ro|pl|ru)-)/.test(name));
  expect(requests).toHaveLength(1);
  expect(size(...requests)).toBeLessThanOrEqual(3 * 1024);
});

it('fetches one language only', () => expect(parts().filter(isLanguage)).toHaveLength(5));

it('needs nothing that a strict policy forbids', () => {
  for (const name of ['widget.js', 'app.js', ...parts()]) {
    const code = readFileSync(join(folder, name), 'utf8');
    expect(code, name).not.toMatch(/\beval\(|new Function\(|createElement\([`'"]style[`'"]\)/);
    expect(code, name).not.toMatch(/<\w[^>]* style=/);
  }
});
