import { publishedBySlug, spokenArticle } from '../../../knowledge-base/find.ts';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { fits } from './fits.ts';
import { ByPages, type ByPageDoc, type PageRule } from './model.ts';
import type { ByPageItem } from './schema.ts';

const SHOWN = 5;
/** A title's words that an article has to hold: most titles of pages are about no article at all. */
const COVERED = 0.5;

export const pageRules = async (context: Context): Promise<PageRule[]> =>
  (await ByPages(context).findById('pages').lean<ByPageDoc>())?.pages ?? [];

/** Fails `unprocessable` with the address that no published article has. */
export async function changePageRules(context: Context, pages: PageRule[]): Promise<void> {
  for (const slug of new Set(pages.flatMap(({ articles }) => articles)))
    if (!(await publishedBySlug(context, 'en', slug))) fail('unprocessable', `No published article is at ${slug}.`);
  await ByPages(context).updateOne({ _id: 'pages' }, { $set: { v: 1, pages } }, { upsert: true });
}

/** The articles for a page of the shop: those that an author has named for it, then those that its title finds. */
export async function articlesFor(
  context: Context,
  { locale, page, title }: { locale: Language; page: string; title: string },
): Promise<ByPageItem[]> {
  const rule = (await pageRules(context)).find(({ pattern }) => fits(pattern, page));
  const named = await Promise.all((rule?.articles ?? []).map((slug) => articleAt(context, locale, slug)));
  const found = title.trim() === '' ? [] : await context.search.query(title, { locale, limit: SHOWN });
  const all = [
    ...named.flatMap((item) => item ?? []),
    ...found
      .filter(({ coverage }) => coverage >= COVERED)
      .map(({ article, slug, locale: of, title: called }) => ({
        ...{ id: article, slug, locale: of, title: called },
      })),
  ];
  return [...new Map(all.reverse().map((item) => [item.id, item])).values()].reverse().slice(0, SHOWN);
}

/** In that language, else in the one that it was written in first. */
async function articleAt(context: Context, locale: Language, slug: string): Promise<ByPageItem | undefined> {
  const found = await publishedBySlug(context, locale, slug);
  if (!found) return undefined;
  const { _id, translations, source } = await spokenArticle(context, String(found._id));
  const words =
    translations.find((one) => one.locale === locale) ??
    translations.find((one) => one.locale === source) ??
    translations[0];
  return words && { id: String(_id), slug: words.slug, locale: words.locale, title: words.title };
}
