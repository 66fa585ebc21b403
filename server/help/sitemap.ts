import { readCategories } from '../../knowledge-base/categories.ts';
import { publishedCards } from '../../knowledge-base/find.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import { escapeHtml } from '../http/html.ts';
import type { Context } from '../context.ts';
import type { Language } from '../tickets/envelopes.ts';
import { allPath, categoryPath, homePath } from './site.ts';

/** https://www.sitemaps.org/protocol.html takes 50,000 addresses a file. */
const MOST = 50_000;

/** The pages for search engines, each with its translations. Sample articles are left out. */
export async function sitemap(context: Context, base: string, languages: readonly Language[]): Promise<string> {
  const [categories, articles] = await Promise.all([readCategories(context), publishedCards(context, undefined, MOST)]);
  const own = articles.filter((article) => !article.sample);
  const used = categories.filter(({ _id }) => own.some((article) => article.category === _id));
  const groups: Place[][] = [
    languages.map((locale) => ({ locale, path: homePath(locale) })),
    languages.map((locale) => ({ locale, path: allPath(locale) })),
    ...used.map(({ _id }) => languages.map((locale) => ({ locale, path: categoryPath(locale, _id) }))),
    ...own.map(({ translations }) =>
      translations
        .filter(({ locale }) => languages.includes(locale))
        .map(({ locale, slug, updatedAt }) => ({ locale, path: articlePath(locale, slug), updatedAt })),
    ),
  ];
  const urls = groups.flatMap((group) => group.map((place) => entry(base, place, group))).slice(0, MOST);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('\n')}
</urlset>
`;
}

interface Place {
  locale: string;
  path: string;
  updatedAt?: Date;
}

function entry(base: string, { path, updatedAt }: Place, group: readonly Place[]): string {
  const alternates = group.map(
    (other) => `<xhtml:link rel="alternate" hreflang="${other.locale}" href="${escapeHtml(base + other.path)}"/>`,
  );
  const changed = updatedAt ? `<lastmod>${updatedAt.toISOString()}</lastmod>` : '';
  return `<url><loc>${escapeHtml(base + path)}</loc>${changed}${alternates.join('')}</url>`;
}
