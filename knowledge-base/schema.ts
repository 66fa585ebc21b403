import { Type, type Static } from 'typebox';
import { closed, Id, oneOf, Time } from '../server/http/shapes.ts';
import { nullable } from '../server/http/shapes.ts';

/** Shapes in and out of the knowledge base. */
export const Locale = oneOf('en', 'es', 'ro', 'pl', 'ru');
const StatusWord = oneOf('draft', 'internal', 'published');
/** What a page's address ends with; the site's own pages are taken. */
export const Slug = Type.String({
  pattern: '^(?!(?:search|request|callback|c)$)[a-z0-9][a-z0-9-]{0,119}$',
  maxLength: 120,
});
export const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,119}$' });

export const TranslationView = Type.Object(
  {
    locale: Locale,
    slug: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    keywords: Type.Array(Type.String()),
    /** Markdown. */
    body: Type.String(),
    /** Counts the texts of this language. */
    version: Type.Integer(),
    state: oneOf('current', 'outdated'),
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
    /** The language that the others are translated from. */
    source: Locale,
    /** When it is published by itself; null: not planned. */
    publishAt: nullable(Time),
    /** When somebody shall look whether it still holds. */
    reviewBy: nullable(Time),
    translations: Type.Array(TranslationView),
    /** Former addresses, which lead to the present ones. */
    redirects: Type.Array(Type.Object({ locale: Locale, slug: Type.String() }, closed)),
    createdAt: Time,
    updatedAt: Time,
  },
  closed,
);
export type ArticleView = Static<typeof ArticleView>;

const State = oneOf('current', 'outdated', 'missing');

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
    /** How each language stands to the source. */
    states: Type.Object({ en: State, es: State, ro: State, pl: State, ru: State }, closed),
    source: Locale,
    publishAt: nullable(Time),
    reviewBy: nullable(Time),
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

export const TranslationText = Type.Object(
  {
    /** The present one, else made from the title, when absent. */
    slug: Type.Optional(Slug),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    summary: Type.Optional(Type.String({ maxLength: 500 })),
    keywords: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 })),
    body: Type.String({ minLength: 1, maxLength: 200_000 }),
  },
  closed,
);
export type TranslationText = Static<typeof TranslationText>;
/** `PUT …/translations/:locale` */
export const TranslationBody = Type.Object(
  {
    ...TranslationText.properties,
    /** A slip: translations of this text are not outdated by it. */
    minor: Type.Optional(Type.Boolean()),
    /** The version that was changed, 0 for a new text; another one by now is a conflict. */
    lastVersion: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
);
export type TranslationBody = Static<typeof TranslationBody>;

export const CreateArticle = Type.Object(
  {
    /** The slug when absent. */
    key: Type.Optional(Key),
    /** Made when there is none of this key; `general` when absent. */
    category: Type.Optional(Key),
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    locale: Locale,
    ...TranslationText.properties,
  },
  closed,
);
export type CreateArticle = Static<typeof CreateArticle>;

/** agents: published inside only. */
export const PublicationBody = Type.Object(
  {
    audience: Type.Optional(oneOf('everybody', 'agents')),
    /** Later; at once when absent. */
    at: Type.Optional(Time),
  },
  closed,
);

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
