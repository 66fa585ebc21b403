import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { ARTICLE_STATUSES, type ArticleStatus, type FileOf, type Words } from '../model.ts';
import { slugOf } from '../slug.ts';
import { fieldsOf, split } from './front-matter.ts';

/** What an article as a whole is; its files say the same, or the first of them counts. */
export interface Whole {
  category: string;
  order: number;
  status: ArticleStatus;
}

/** One Markdown file of a folder: an article in one language. */
export interface ArticleFile extends Whole {
  locale: Language;
  /** The same in all languages of an article. */
  key: string;
  source: Language | undefined;
  reviewBy: Date | undefined;
  /** What the category is called, where the file says more than a key. */
  categoryTitle: string | undefined;
  words: Words;
  file: FileOf;
}

/**
 * Reads a file by its bytes and its path below the folder. What the front matter does not say comes from the path
 * (`pl/zwroty/zwrot.md`, `zwrot.pl.md`) and the first heading; `locale` where nothing says the language. Throws in words.
 */
export function readArticle(bytes: Buffer, path: string, locale: Language): ArticleFile {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const { head, before, body, after } = split(text);
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { ...meaningOf(head, body, path, locale), file: { path, head, before, after, hash } };
}

/** The same without the file itself: what head, body and path say. */
export function meaningOf(head: string, body: string, path: string, locale: Language): Omit<ArticleFile, 'file'> {
  const fields = fieldsOf(head);
  const place = placeOf(path);
  const category = textOf(fields, 'category') ?? place.folder ?? 'general';
  return {
    locale: languageOf(fields, 'locale', 'lang', 'language') ?? place.locale ?? locale,
    key: textOf(fields, 'key') ?? slugOf([place.folder, place.stem].filter(Boolean).join('-')),
    source: languageOf(fields, 'source'),
    category: slugOf(category),
    categoryTitle: slugOf(category) === category ? undefined : category,
    order: typeof fields['order'] === 'number' ? fields['order'] : 0,
    status: statusOf(fields),
    reviewBy: dateOf(fields, 'reviewBy'),
    words: {
      slug: slugIn(fields) ?? slugOf(place.stem),
      title: (textOf(fields, 'title') ?? /^#[ \t]+(\S.*)$/m.exec(body)?.[1]?.trim() ?? place.stem).slice(0, 200),
      summary: (textOf(fields, 'summary', 'description') ?? '').slice(0, 500),
      keywords: wordsOf(fields['keywords'] ?? fields['tags']),
      body,
    },
  };
}

interface Place {
  locale: Language | undefined;
  folder: string | undefined;
  stem: string;
}

/** What a path says: `pl/zwroty/zwrot.md`, `zwroty/zwrot.pl.md`. */
function placeOf(path: string): Place {
  const folders = posix
    .dirname(path)
    .split('/')
    .filter((part) => part !== '.');
  const [name = '', suffix = ''] =
    /^(.*?)(?:\.([a-z]{2}))?$/.exec(posix.basename(path).replace(/\.(md|markdown)$/i, ''))?.slice(1) ?? [];
  const at = folders.findIndex(isLanguage);
  const others = folders.filter((_, index) => index !== at);
  const ofName = isLanguage(suffix) ? suffix : undefined;
  return {
    locale: (folders[at] as Language | undefined) ?? ofName,
    folder: others.length > 0 ? others.join('-') : undefined,
    stem: ofName || suffix === '' ? name : `${name}.${suffix}`,
  };
}

const isLanguage = (word: unknown): word is Language => LANGUAGES.includes(word as Language);

function textOf(fields: Record<string, unknown>, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

function languageOf(fields: Record<string, unknown>, ...names: string[]): Language | undefined {
  const said = textOf(fields, ...names);
  const language = said?.toLowerCase().split(/[-_]/)[0];
  if (said !== undefined && !isLanguage(language))
    throw new Error(`${names[0]}: ${said} is none of ${LANGUAGES.join(', ')}`);
  return language as Language | undefined;
}

function slugIn(fields: Record<string, unknown>): string | undefined {
  const slug = textOf(fields, 'slug');
  if (slug !== undefined && !/^(?!(?:search|request|c)$)[a-z0-9][a-z0-9-]{0,119}$/.test(slug))
    throw new Error(`slug: ${slug} is no address (a to z, digits and hyphens)`);
  return slug;
}

function statusOf(fields: Record<string, unknown>): ArticleStatus {
  const said = textOf(fields, 'status');
  if (said === undefined) return fields['draft'] === true || fields['published'] === false ? 'draft' : 'published';
  const status = ARTICLE_STATUSES.find((one) => one === said);
  if (!status) throw new Error(`status: ${said} is none of ${ARTICLE_STATUSES.join(', ')}`);
  return status;
}

function dateOf(fields: Record<string, unknown>, name: string): Date | undefined {
  const said = textOf(fields, name);
  if (said === undefined) return undefined;
  const date = new Date(said);
  if (Number.isNaN(date.getTime())) throw new Error(`${name}: ${said} is no date`);
  return date;
}

function wordsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return list.map((word) => String(word).trim()).filter(Boolean);
}
