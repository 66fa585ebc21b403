import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { Articles, Categories, type CategoryDoc } from './model.ts';
import type { CategoryBody } from './author-schema.ts';
import { slugOf } from './slug.ts';

type Store = Pick<Context, 'db'>;
/** Of articles that nobody has sorted. */
export const GENERAL = 'general';
const GENERAL_TITLES = { en: 'General', es: 'General', ro: 'General', pl: 'Ogólne', ru: 'Общее' };
/** The place of a category that has none of its own. */
export const LAST = 1000;

/** All categories in their order. */
export function readCategories(context: Store): Promise<CategoryDoc[]> {
  return Categories(context).find().sort({ order: 1, _id: 1 }).lean<CategoryDoc[]>();
}

/** A category's title in a language, else in English, in any, else its key. */
export const categoryTitle = ({ _id, titles }: CategoryDoc, locale: Language): string =>
  titles[locale] ?? titles.en ?? Object.values(titles)[0] ?? wordsOfKey(_id);

export const categoryDescription = ({ descriptions }: CategoryDoc, locale: Language): string =>
  descriptions[locale] ?? descriptions.en ?? Object.values(descriptions)[0] ?? '';

/** The category that an article names is there: its key stands for a title until somebody writes one. */
export async function ensureCategory(context: Store, key: string, title = wordsOfKey(key)): Promise<void> {
  const titles = key === GENERAL ? GENERAL_TITLES : { en: title };
  await Categories(context).updateOne(
    { _id: key },
    { $setOnInsert: { order: LAST, titles, descriptions: {}, origin: 'made' } },
    { upsert: true },
  );
}

/** `spare-parts` → `Spare parts` */
const wordsOfKey = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('-', ' ');

/** Writes a category, new or instead of what is there. */
export async function saveCategory(context: Store, key: string, body: CategoryBody): Promise<CategoryDoc> {
  const { order = LAST, titles, descriptions = {} } = body;
  const fields = { order, titles, descriptions, origin: 'own' as const };
  await Categories(context).updateOne({ _id: key }, { $set: fields }, { upsert: true });
  return { _id: key, ...fields };
}

/** Makes a category whose key its English title gives, else its first one. Fails bad-request without a title. */
export async function addCategory(context: Store, body: CategoryBody): Promise<CategoryDoc> {
  const wanted = slugOf(body.titles.en ?? Object.values(body.titles)[0] ?? fail('bad-request', 'A title is needed.'));
  const { order = LAST, titles, descriptions = {} } = body;
  for (let time = 1; time < 100; time += 1) {
    const _id = time === 1 ? wanted : `${wanted}-${time}`;
    const fields = { order, titles, descriptions, origin: 'own' as const };
    const { upsertedCount } = await Categories(context).updateOne({ _id }, { $setOnInsert: fields }, { upsert: true });
    if (upsertedCount > 0) return { _id, ...fields };
  }
  return fail('already-exists');
}

/** Fails not-found, and conflict while articles are in it. */
export async function removeCategory(context: Store, key: string): Promise<void> {
  if (await Articles(context).exists({ category: key })) fail('conflict', 'There are articles in this category.');
  const { deletedCount } = await Categories(context).deleteOne({ _id: key });
  if (deletedCount === 0) fail('not-found');
}
