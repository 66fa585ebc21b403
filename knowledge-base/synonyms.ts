import { randomBytes } from 'node:crypto';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import { LANGUAGES, type Language } from '../server/tickets/envelopes.ts';
import { fold } from '../server/words/fold.ts';
import type { SynonymView } from './author-schema.ts';
import { shippedGroups } from './search/synonyms.ts';
import { SynonymGroups, type SynonymGroupDoc } from './synonym-model.ts';

type Store = Pick<Context, 'db'>;
type Searching = Pick<Context, 'db' | 'search'>;

/** Groups of their own that authors may have in one language. */
const MOST_OWN = 500;

/** All groups of a language: those of the authors first, then the shipped ones as they are now. */
export async function readSynonyms(context: Store, locale: Language): Promise<SynonymView[]> {
  const written = await SynonymGroups(context).find({ locale }).sort({ _id: 1 }).lean<SynonymGroupDoc[]>();
  const shipped = shippedGroups(locale);
  const own = written.filter(({ key }) => !shipped.has(key));
  const of = new Map(written.map((doc) => [doc.key, doc]));
  return [
    ...own.map(({ key, words }) => ({ key, locale, words, origin: 'own' as const, shipped: [] })),
    ...[...shipped].map(([key, words]) => presentShipped(locale, key, words, of.get(key))),
  ];
}

function presentShipped(
  locale: Language,
  key: string,
  shipped: readonly string[],
  written: SynonymGroupDoc | undefined,
): SynonymView {
  const origin = !written ? 'shipped' : written.words.length > 0 ? 'changed' : 'off';
  return { key, locale, words: written?.words ?? [...shipped], origin, shipped: [...shipped] };
}

/** Writes a group of an author, or changes a shipped one; as it was shipped is unchanged. In force at once. */
export async function saveSynonyms(
  context: Searching & Pick<Context, 'clock'>,
  locale: Language,
  key: string | undefined,
  given: readonly string[],
): Promise<SynonymView> {
  const words = distinct(given);
  if (words.length < 2) fail('bad-request', 'Two words at least mean the same.');
  const shipped = key === undefined ? undefined : shippedGroups(locale).get(key);
  const before = distinct(shipped ?? []);
  if (key !== undefined && !shipped && !(await SynonymGroups(context).exists({ _id: `${locale}/${key}` })))
    fail('not-found');
  if (key === undefined && (await SynonymGroups(context).countDocuments({ locale })) >= MOST_OWN)
    fail('conflict', `There are ${MOST_OWN} groups in this language.`);
  const name = key ?? `own-${randomBytes(6).toString('hex')}`;
  const unchanged = before.length === words.length && before.every((word, at) => word === words[at]);
  await (unchanged ? forget(context, locale, name) : write(context, locale, name, words));
  await applySynonyms(context, locale);
  if (shipped) return presentShipped(locale, name, shipped, unchanged ? undefined : ({ words } as SynonymGroupDoc));
  return { key: name, locale, words, origin: 'own', shipped: [] };
}

/** Removes a group of an author; a shipped one no longer counts. Fails not-found. */
export async function removeSynonyms(
  context: Searching & Pick<Context, 'clock'>,
  locale: Language,
  key: string,
): Promise<void> {
  if (shippedGroups(locale).has(key)) await write(context, locale, key, []);
  else if (!(await forget(context, locale, key))) fail('not-found');
  await applySynonyms(context, locale);
}

async function write(
  context: Store & Pick<Context, 'clock'>,
  locale: Language,
  key: string,
  words: string[],
): Promise<void> {
  const fields = { locale, key, words, updatedAt: context.clock.now() };
  await SynonymGroups(context).updateOne({ _id: `${locale}/${key}` }, { $set: fields }, { upsert: true });
}

async function forget(context: Store, locale: Language, key: string): Promise<boolean> {
  return (await SynonymGroups(context).deleteOne({ _id: `${locale}/${key}` })).deletedCount > 0;
}

/** Each once, however it is written; as the first one wrote it. */
function distinct(words: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const word of words) if (!seen.has(fold(word))) seen.set(fold(word), word);
  return [...seen.values()];
}

/** Tells the search engine what means the same in a language. */
export async function applySynonyms(context: Searching, locale: Language): Promise<void> {
  const groups = await readSynonyms(context, locale);
  await context.search.synonyms(
    locale,
    groups.filter(({ origin }) => origin !== 'off').map(({ words }) => words),
  );
}

/** Follows what other processes write: each call applies what has changed since the last one. */
export function followSynonyms(context: Searching): () => Promise<void> {
  let known = '';
  return async () => {
    const last = await SynonymGroups(context).findOne({}, { updatedAt: 1 }).sort({ updatedAt: -1 }).lean();
    const state = last ? `${last.updatedAt.getTime()} ${await SynonymGroups(context).estimatedDocumentCount()}` : '';
    if (state === known) return;
    for (const locale of LANGUAGES) await applySynonyms(context, locale);
    known = state;
  };
}
