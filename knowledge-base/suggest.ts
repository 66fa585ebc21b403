import type { Context } from '../server/context.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { articlePath } from './present.ts';
import { queryWords } from './search/analyse.ts';

export interface Suggestion {
  /** Hex id of the article. */
  id: string;
  slug: string;
  locale: Language;
  title: string;
  /** HTML-escaped, with `<mark>`. */
  excerpt: string;
  /** Path of its page. */
  url: string;
  /** Share of the words asked for that it holds, 0 to 1. */
  coverage: number;
}

/** Published articles that fit a text (a question, a ticket's subject and first message); English ones when the language has none. */
export async function suggestArticles(
  context: Pick<Context, 'search'>,
  text: string,
  locale: Language,
  limit = 3,
): Promise<Suggestion[]> {
  const own = await context.search.query(text, { locale, limit });
  const hits = own.length > 0 || locale === 'en' ? own : await context.search.query(text, { locale: 'en', limit });
  return hits.map(({ article, slug, locale: of, title, excerpt, coverage }) => ({
    id: article,
    slug,
    locale: of,
    title,
    excerpt,
    url: articlePath(of, slug),
    coverage,
  }));
}

/** The words of a question that carry its meaning, folded: the same question asked otherwise mostly gives the same. */
export function meaningOf(text: string, locale: Language): string {
  return queryWords(`${text} `, locale)
    .map((word) => word.folded)
    .join(' ');
}
