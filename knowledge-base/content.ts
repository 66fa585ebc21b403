import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { LANGUAGES, type Language } from '../server/tickets/envelopes.ts';

/** One article file: Markdown with front matter. */
export interface ArticleFile {
  locale: Language;
  /** The same in all locales of an article. */
  key: string;
  slug: string;
  title: string;
  summary: string;
  category: string;
  keywords: string[];
  order: number;
  /** Markdown. */
  body: string;
}

export interface Category {
  key: string;
  order: number;
  title: Record<Language, string>;
  description: Record<Language, string>;
}

export const contentFolder = join(import.meta.dirname, 'content');

/** The categories of the sample knowledge base in their order. */
export async function readSampleCategories(): Promise<Category[]> {
  const text = await readFile(join(contentFolder, 'categories.json'), 'utf8');
  return (JSON.parse(text) as Category[]).sort((a, b) => a.order - b.order);
}

/** All article files of a folder with one folder per locale. Rejects naming the file that is not as it should be. */
export async function readArticleFiles(folder = contentFolder): Promise<ArticleFile[]> {
  const perLocale = await Promise.all(LANGUAGES.map((locale) => readLocale(folder, locale)));
  return perLocale.flat();
}

async function readLocale(folder: string, locale: Language): Promise<ArticleFile[]> {
  const names = (await readdir(join(folder, locale))).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, locale, name);
      return parseArticle(await readFile(file, 'utf8'), locale, file);
    }),
  );
}

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/;

/** Throws naming `source` when front matter is missing or a field is not of its kind. */
export function parseArticle(text: string, locale: Language, source: string): ArticleFile {
  const match = FRONT_MATTER.exec(text);
  if (!match) throw new Error(`${source}: no front matter`);
  const fields = parse(match[1] ?? '') as Record<string, unknown>;
  const word = (name: string): string => {
    const value = fields[name];
    if (typeof value !== 'string' || value === '') throw new Error(`${source}: ${name} must be a text`);
    return value;
  };
  return {
    locale,
    key: word('key'),
    slug: word('slug'),
    title: word('title'),
    summary: word('summary'),
    category: word('category'),
    keywords: Array.isArray(fields.keywords) ? fields.keywords.map(String) : [],
    order: typeof fields.order === 'number' ? fields.order : 0,
    body: text.slice(match[0].length).trim(),
  };
}
