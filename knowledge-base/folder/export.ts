import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { Context } from '../../server/context.ts';
import { readImage } from '../images.ts';
import { ArticleImages, Articles, type ArticleDoc, type FileOf, type Translation } from '../model.ts';
import { sourceOf } from '../states.ts';
import { meaningOf } from './article-file.ts';
import { exportCategories } from './categories-file.ts';
import { withFields } from './front-matter.ts';

export interface Exported {
  files: number;
  images: number;
  /** Sample articles, which are nobody's own. */
  samples: number;
}

/** Writes every article of one's own as Markdown files with their pictures: what was imported and not changed since byte for byte. */
export async function exportFolder(context: Context, dir: string): Promise<Exported> {
  const folder = resolve(dir);
  const done: Exported = { files: 0, images: 0, samples: await Articles(context).countDocuments({ sample: true }) };
  const taken = new Set<string>();
  await mkdir(folder, { recursive: true });
  for await (const article of Articles(context).find({ sample: false }).sort({ _id: 1 }).lean<ArticleDoc[]>().cursor())
    for (const translation of (article as ArticleDoc).translations) {
      const path = freePath(translation, taken);
      await put(folder, path, Buffer.from(fileText(article as ArticleDoc, translation)));
      done.files += 1;
    }
  for await (const { _id } of ArticleImages(context).find({}, { _id: 1 }).lean().cursor()) {
    const image = await readImage(context, _id);
    if (image) await put(folder, _id, image.bytes);
    done.images += 1;
  }
  await exportCategories(context, folder);
  return done;
}

/** The path it was imported from, else by language and address; numbered when another article has it. */
function freePath({ file, locale, slug }: Translation, taken: Set<string>): string {
  const wanted = file?.path ?? `${locale}/${slug}.md`;
  let path = wanted;
  for (let n = 2; taken.has(path); n += 1) path = wanted.replace(/(\.\w+)?$/, `-${n}$1`);
  taken.add(path);
  return path;
}

async function put(folder: string, path: string, bytes: Buffer): Promise<void> {
  const target = resolve(folder, path);
  if (!target.startsWith(folder + sep)) throw new Error(`${path} leads out of the folder.`);
  // What is there as it is keeps its time: git and others need not look at it.
  if ((await readFile(target).catch(() => undefined))?.equals(bytes)) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
}

/** A translation as a file: as it came, but for what was changed. */
function fileText(article: ArticleDoc, translation: Translation): string {
  const { file, locale, body } = translation;
  if (!file) return `${withFields('---\n---\n', frontMatter(article, translation))}\n${body}\n`;
  return `${withFields(file.head, changes(article, translation, file, locale))}${file.before}${body}${file.after}`;
}

function frontMatter({ key, category, order, status, ...article }: ArticleDoc, translation: Translation) {
  const { slug, title, summary, keywords, locale } = translation;
  return {
    ...{ key, slug, title, summary, category },
    ...(keywords.length > 0 ? { keywords } : {}),
    ...(order === 0 ? {} : { order }),
    ...(status === 'published' ? {} : { status }),
    ...(sourceOf(article) === locale ? { source: locale } : {}),
  };
}

/** What the front matter says otherwise than the article does now. */
function changes(article: ArticleDoc, translation: Translation, file: FileOf, locale: Translation['locale']) {
  const said = meaningOf(file.head, translation.body, file.path, locale);
  const values: Record<string, unknown> = {};
  if (said.key !== article.key) values['key'] = article.key;
  for (const name of ['slug', 'title', 'summary', 'keywords'] as const)
    if (JSON.stringify(said.words[name]) !== JSON.stringify(translation[name])) values[name] = translation[name];
  for (const name of ['category', 'order', 'status'] as const)
    if ((file.as ?? said)[name] !== article[name]) values[name] = article[name];
  return values;
}
