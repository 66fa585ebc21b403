import type { ArticleView, TranslationBody } from '../../../../knowledge-base/schema.ts';

type Text = ArticleView['translations'][number];

/** A text as it stands in its fields. */
export interface Wish {
  title: string;
  slug: string;
  summary: string;
  /** Separated by commas. */
  keywords: string;
  body: string;
}

export function wishOf(text: Text | undefined): Wish {
  const { title = '', slug = '', summary = '', keywords = [], body = '' } = text ?? {};
  return { title, slug, summary, keywords: keywords.join(', '), body };
}

export function bodyOf({ title, slug, summary, keywords, body }: Wish): TranslationBody {
  return {
    title: title.trim(),
    ...(slug.trim() ? { slug: slug.trim() } : {}),
    summary: summary.trim(),
    keywords: keywords
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
    body,
  };
}

/** Whether the fields say something else than what is stored. */
export const differs = (wish: Wish, text: Text | undefined): boolean =>
  JSON.stringify(bodyOf(wish)) !== JSON.stringify(bodyOf(wishOf(text)));
