import { Type, type Static } from 'typebox';
import { closed, Id, oneOf, Time } from '../server/http/shapes.ts';
import { nullable } from '../server/http/shapes.ts';

/** Shapes in and out of the knowledge base. */
export const Locale = oneOf('en', 'es', 'ro', 'pl', 'ru');
const StatusWord = oneOf('draft', 'internal', 'published');
/** What a page's address ends with; the site's own pages are taken. */
export const Slug = Type.String({
  pattern: '^(?!(?:search|request|c)$)[a-z0-9][a-z0-9-]{0,119}$',
  maxLength: 120,
});
const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,119}$' });

export const TranslationView = Type.Object(
  {
    locale: Locale,
    slug: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    keywords: Type.Array(Type.String()),
    /** Markdown. */
    body: Type.String(),
    updatedAt: Time,
  },
  closed,
);

export const ArticleView = Type.Object(
  {
    id: Id,
    key: Type.String(),
    category: Type.String(),
    order: Type.Integer(),
    sample: Type.Boolean(),
    status: StatusWord,
    translations: Type.Array(TranslationView),
    createdAt: Time,
    updatedAt: Time,
  },
  closed,
);
export type ArticleView = Static<typeof ArticleView>;

/** An article in a list: its title in the asked locale or the nearest there is. */
export const ArticleSummary = Type.Object(
  {
    id: Id,
    key: Type.String(),
    category: Type.String(),
    sample: Type.Boolean(),
    status: StatusWord,
    locale: Locale,
    locales: Type.Array(Locale),
    slug: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    /** Path of its page. */
    url: Type.String(),
    updatedAt: Time,
  },
  closed,
);
export type ArticleSummary = Static<typeof ArticleSummary>;
export const ArticleList = Type.Object({ items: Type.Array(ArticleSummary), next: nullable(Type.String()) }, closed);

export const ArticleParams = Type.Object({ id: Id }, closed);
export const TranslationParams = Type.Object({ id: Id, locale: Locale }, closed);
export const ArticleQuery = Type.Object(
  {
    locale: Type.Optional(Locale),
    category: Type.Optional(Key),
    status: Type.Optional(StatusWord),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
);

export const TranslationBody = Type.Object(
  {
    slug: Slug,
    title: Type.String({ minLength: 1, maxLength: 200 }),
    summary: Type.String({ maxLength: 500 }),
    keywords: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 })),
    body: Type.String({ minLength: 1, maxLength: 200_000 }),
  },
  closed,
);
export type TranslationBody = Static<typeof TranslationBody>;

export const CreateArticle = Type.Object(
  {
    /** The slug when absent. */
    key: Type.Optional(Key),
    category: Key,
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    locale: Locale,
    ...TranslationBody.properties,
  },
  closed,
);
export type CreateArticle = Static<typeof CreateArticle>;

/** agents: published inside only. */
export const PublicationBody = Type.Object({ audience: Type.Optional(oneOf('everybody', 'agents')) }, closed);

export const SearchQuery = Type.Object(
  {
    q: Type.String({ maxLength: 600 }),
    locale: Locale,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 8 })),
  },
  closed,
);
export const SearchAnswer = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          /** Of the article. */
          id: Id,
          slug: Type.String(),
          locale: Locale,
          title: Type.String(),
          /** HTML-escaped, with `<mark>` around what was found. */
          excerpt: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
