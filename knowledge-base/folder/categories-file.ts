import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../server/context.ts';
import { LANGUAGES, type Language } from '../../server/tickets/envelopes.ts';
import { readCategories, saveCategory } from '../categories.ts';

const NAME = 'categories.json';
type Texts = Partial<Record<Language, string>>;

/** Takes the titles of categories from `categories.json`, where the folder has one. Throws in words. */
export async function importCategories(context: Context, folder: string): Promise<void> {
  const text = await readFile(join(folder, NAME), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const list = JSON.parse(text) as unknown;
  if (!Array.isArray(list)) throw new Error(`${NAME}: no list`);
  for (const one of list as Record<string, unknown>[]) {
    if (typeof one['key'] !== 'string' || !/^[a-z0-9][a-z0-9-]{0,119}$/.test(one['key']))
      throw new Error(`${NAME}: ${JSON.stringify(one['key'])} is no key`);
    const order = typeof one['order'] === 'number' ? { order: one['order'] } : {};
    await saveCategory(context, one['key'], {
      ...order,
      titles: textsOf(one['title']),
      descriptions: textsOf(one['description']),
    });
  }
}

/** Writes the categories that somebody has titled; no file when there are none. */
export async function exportCategories(context: Context, folder: string): Promise<void> {
  const own = (await readCategories(context)).filter(({ origin }) => origin === 'own');
  if (own.length === 0) return;
  const list = own.map(({ _id, order, titles, descriptions }) => ({
    key: _id,
    order,
    title: titles,
    description: descriptions,
  }));
  await writeFile(join(folder, NAME), `${JSON.stringify(list, null, 2)}\n`);
}

function textsOf(value: unknown): Texts {
  const given = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(LANGUAGES.flatMap((l) => (typeof given[l] === 'string' ? [[l, given[l]]] : [])));
}
