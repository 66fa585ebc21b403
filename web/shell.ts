import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const ID = 'virtual:shell';

/**
 * What the inbox's service worker keeps, as the module `virtual:shell`: the page, its scripts and styles as they were
 * built into `folder` before. Fonts and pictures are kept when they are first used.
 */
export function shellFiles(folder: string): Plugin {
  return {
    name: 'ombud:shell-files',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const assets = readdirSync(join(folder, 'assets')).filter((file) => /\.(?:js|css)$/.test(file));
      const own = ['theme.js', 'icon.svg'];
      const version = createHash('sha256').update(assets.sort().join('\n'));
      for (const file of ['index.html', ...own]) version.update(readFileSync(join(folder, file)));
      const files = [
        '/inbox/',
        ...own.map((file) => `/inbox/${file}`),
        ...assets.map((file) => `/inbox/assets/${file}`),
      ];
      return [
        `export const VERSION = ${JSON.stringify(version.digest('hex').slice(0, 16))};`,
        `export const FILES = ${JSON.stringify(files)};`,
      ].join('\n');
    },
  };
}
