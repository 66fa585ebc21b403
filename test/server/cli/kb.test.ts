import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exportFolder } from '../../../knowledge-base/folder/export.ts';
import { importFolder } from '../../../knowledge-base/folder/import.ts';
import { saveCategory } from '../../../knowledge-base/categories.ts';
import { Articles, ArticleImages } from '../../../knowledge-base/model.ts';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';
import { buildTestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { CommandLine } from '../../support/ombud.ts';

const line = new CommandLine();
afterAll(() => line.remove());

const ARTICLES = 60;
const ombud = join(import.meta.dirname, '../../../bin/ombud.mjs');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Front matter as people write it: with comments, fields of others, odd spacing, Windows line ends, or none at all. */
const STYLES: ((n: number, locale: string) => string)[] = [
  (n, l) =>
    `---\nkey: art-${n}\nslug: ${l}-art-${n}\ntitle: "Artykuł nr ${n}: ${l}"\ncategory: returns\norder: ${n}\n---\n\n`,
  (n, l) =>
    `---\r\ntitle:   'Number ${n}'   # a comment\r\nkey: art-${n}\r\nslug: ${l}-art-${n}\r\nauthor: Anna\r\ntags: [a,  "b"]\r\n---\r\n\r\n`,
  (n, l) =>
    `\uFEFF---\nkey: art-${n}\nlang: ${l}\nslug: ${l}-art-${n}\nsummary: >\n  folded\n  text\nstatus: published\ncategory: Care & cleaning\n---\n`,
  (n, l) => `---\n---\n\n\n# Own heading ${n} ${l}\n\n`,
];

/** 300 files: 60 articles in five languages, and pictures. */
function writeFolder(folder: string): void {
  const write = (path: string, bytes: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  for (let n = 1; n <= ARTICLES; n += 1)
    for (const locale of LANGUAGES) {
      const head = STYLES[n % STYLES.length]?.(n, locale) ?? '';
      const end = head.includes('\r\n') ? '\r\n' : '\n';
      const body = [`Quokka${n} żółć щётка.`, '', `![box](../images/box-${n % 10}.png)`, '', '- one', '- two  '];
      write(
        `${locale}/${n % 4 === 3 ? `art-${n}.${locale}-x` : `${locale}-art-${n}`}.md`,
        head + body.join(end) + end.repeat(n % 3),
      );
    }
  write('categories.json', CATEGORIES);
  for (let n = 0; n < 10; n += 1) write(`images/box-${n}.png`, Buffer.concat([PNG, Buffer.from([n])]));
}

/** As a person or another program writes it. */
const CATEGORIES = `[ { "key": "returns", "title": {"pl":"Zwroty", "en" : "Returns"}, "colour": "#fff" },
\t{ "description": { "ru": "Уход" }, "key": "care-cleaning", "title": {}, "order": 2 } ]`;

const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path).toString('latin1')]),
  );

it(
  '300 files go in and come out the same; a killed import goes on where it stopped',
  { timeout: 120_000 },
  async () => {
    const [from, to] = [join(line.folder, 'from'), join(line.folder, 'to')];
    writeFolder(from);
    const env = line.settings('kb');
    const app = await buildTestApp({ dataDir: env['DATA_DIR'] ?? '', env });
    try {
      const count = () => Articles(app.context).countDocuments({});
      const { PATH = '' } = process.env;
      const child = spawn(process.execPath, [ombud, 'import', 'kb', from], { env: { PATH, ...env }, stdio: 'ignore' });
      await eventually(async () => expect(await count()).toBeGreaterThan(5));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.on('close', resolve));
      const before = await count();
      expect(before).toBeLessThan(120);

      const again = await line.run(['import', 'kb', from], env);
      const [, added, changed, same] =
        /300 files: (\d+) articles new, (\d+) changed, (\d+) as they were/.exec(again.out) ?? [];
      expect([again.code, Number(changed), Number(same), Number(added) + Number(same)], again.out).toEqual([
        0,
        0,
        before,
        120,
      ]);
      expect(await ArticleImages(app.context).countDocuments({})).toBe(10);
      const search = async () => (await app.inject({ url: '/api/v1/help/search?q=quokka17&locale=pl' })).json().items;
      await eventually(async () => expect(await search()).toMatchObject([{ slug: 'pl-art-17' }]));

      expect((await line.run(['export', 'kb', to], env)).out).toContain('300 files and 10 pictures written.');
      expect(filesIn(to)).toEqual(filesIn(from));

      // A category that is changed here goes out as it is now.
      await saveCategory(app.context, 'returns', { titles: { pl: 'Zwroty i wymiany' }, order: 7 });
      await exportFolder(app.context, to);
      const list = JSON.parse(readFileSync(join(to, 'categories.json'), 'utf8')) as object[];
      expect(list).toContainEqual({ key: 'returns', order: 7, title: { pl: 'Zwroty i wymiany' }, description: {} });
      const titles = { en: 'Returns', pl: 'Zwroty' };
      await saveCategory(app.context, 'returns', { titles });

      // What is written here goes out into its file, and only there.
      const { cookie } = await app.signIn('supervisor');
      const article = await Articles(app.context).findOne({ key: 'art-1' }).lean();
      const words = { title: 'New: title', slug: 'pl-art-1', body: 'New body.' };
      const url = `/api/v1/articles/${String(article?._id)}/translations/pl`;
      expect((await app.inject({ method: 'PUT', url, headers: { cookie }, payload: words })).statusCode).toBe(200);
      await exportFolder(app.context, to);
      const [old, now] = [filesIn(from), filesIn(to)];
      expect(Object.keys(now).filter((path) => now[path] !== old[path])).toEqual(['/pl/pl-art-1.md']);
      const written = readFileSync(join(to, 'pl/pl-art-1.md'), 'utf8');
      expect(written).toMatch(/^---\r\ntitle: +'New: title' +# a comment\r\nkey: art-1\r\n/);
      expect(written).toContain('author: Anna\r\n');
      expect(written).toMatch(/---\r\n\r\nNew body\.\r\n$/);

      // What cannot be taken is told, and the rest is taken.
      const bad = join(line.folder, 'bad');
      mkdirSync(bad, { recursive: true });
      const files = { good: 'None.', broken: '---\ntitle: [\n---\n', slug: '---\nslug: ../etc\n---\nx' };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(bad, `${name}.md`), text);
      writeFileSync(join(bad, 'latin.md'), Buffer.from([0x7a, 0xf3, 0xb3]));
      writeFileSync(join(bad, 'notes.txt'), 'x');
      const done = await importFolder(app.context, bad, 'ro');
      expect(done).toMatchObject({ files: 4, added: 1, others: ['notes.txt'] });
      expect(done.problems).toEqual([
        expect.stringMatching(/^broken\.md: front matter: /),
        'latin.md: no UTF-8',
        'slug.md: slug: ../etc is no address (a to z, digits and hyphens)',
      ]);
    } finally {
      await app.close();
    }
  },
);
