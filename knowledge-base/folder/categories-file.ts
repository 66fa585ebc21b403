import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../server/context.ts';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { LAST, readCategories, saveCategory } from '../categories.ts';
import type { CategoryDoc } from '../model.ts';
import { FolderFiles } from './model.ts';

const NAME = 'categories.json';
type Texts = Partial<Record<Language, string>>;

/** What the file says of a category. */
interface Told {
  key: string;
  order?: number;
  titles: Texts;
  descriptions: Texts;
}

/** Takes the titles of categories from `categories.json`, where the folder has one. Throws in words. */
export async function importCategories(context: Context, folder: string): Promise<void> {
  const text = await readFile(join(folder, NAME), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  for (const { key, ...told } of toldBy(text)) await saveCategory(context, key, told);
  await FolderFiles(context).updateOne({ _id: NAME }, { $set: { written: text } }, { upsert: true });
}

/** Throws in words. */
function toldBy(text: string): Told[] {
  const list = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  if (!Array.isArray(list)) throw new Error(`${NAME}: no list`);
  return (list as Record<string, unknown>[]).map(({ key, order, title, description }) => {
    if (typeof key !== 'string' || !/^[a-z0-9][a-z0-9-]{0,119}$/.test(key))
      throw new Error(`${NAME}: ${JSON.stringify(key)} is no key`);
    const placed = typeof order === 'number' ? { order } : {};
    return { key, ...placed, titles: textsOf(title), descriptions: textsOf(description) };
  });
}

/** Writes the categories that somebody has titled, as they came while nobody changed them; no file when there are none. */
export async function exportCategories(context: Context, folder: string): Promise<void> {
  const own = (await readCategories(context)).filter(({ origin }) => origin === 'own');
  if (own.length === 0) return;
  const came = await FolderFiles(context).findById(NAME).lean();
  const list = own.map(({ _id, order, titles, descriptions }) => ({
    key: _id,
    order,
    title: titles,
    description: descriptions,
  }));
  const text = came && saysThat(toldBy(came.written), own) ? came.written : `${JSON.stringify(list, null, 2)}\n`;
  await writeFile(join(folder, NAME), text);
}

function saysThat(told: readonly Told[], own: readonly CategoryDoc[]): boolean {
  const inWords = (all: readonly [key: string, order: number, titles: Texts, descriptions: Texts][]): string =>
    JSON.stringify(
      [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, order, ...texts]) => [key, order, ...texts.map(sorted)]),
    );
  return (
    inWords(told.map(({ key, order = LAST, titles, descriptions }) => [key, order, titles, descriptions])) ===
    inWords(own.map(({ _id, order, titles, descriptions }) => [_id, order, titles, descriptions]))
  );
}

const sorted = (texts: Texts): [string, string | undefined][] => LANGUAGES.map((locale) => [locale, texts[locale]]);

function textsOf(value: unknown): Texts {
  const given = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(LANGUAGES.flatMap((l) => (typeof given[l] === 'string' ? [[l, given[l]]] : [])));
}
