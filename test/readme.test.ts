import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const top = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(top, name), 'utf8');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
/** Commands that npm has by itself. */
const BUILT_IN = ['ci', 'install'];

describe.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'])('%s', (name) => {
  const text = read(name);

  it('links and shows only files that are there', () => {
    expect(targets(text).filter((target) => !existsSync(join(top, target)))).toEqual([]);
  });

  it('names only scripts that are there', () => {
    const named = [...text.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts) && !BUILT_IN.includes(script))).toEqual([]);
  });
});

describe('the pictures of the README', () => {
  const pictures = targets(read('README.md')).filter((target) => target.endsWith('.png'));

  it('show inbox, widget and help site', () => {
    expect(pictures).toEqual(expect.arrayContaining(['inbox', 'widget', 'help'].map((p) => `docs/pictures/${p}.png`)));
  });

  it.each(pictures)('%s is a PNG of at most 250 kB', (picture) => {
    expect(readFileSync(join(top, picture)).subarray(1, 4).toString()).toBe('PNG');
    expect(statSync(join(top, picture)).size).toBeLessThanOrEqual(250_000);
  });
});

/** Paths of the repository that a text links to or shows, without their anchors; examples in blocks of code are none. */
function targets(text: string): string[] {
  return [...text.replace(/^```.*?^```/gms, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}
