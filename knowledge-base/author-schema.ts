import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../server/http/shapes.ts';
import { Key, Locale, Slug } from './schema.ts';

/** Shapes of what authors do besides writing. */
export const ArticleBody = Type.Partial(
  Type.Object(
    {
      key: Key,
      category: Key,
      order: Type.Integer({ minimum: 0, maximum: 100_000 }),
      /** The language that the others are translated from. */
      source: Locale,
      /** When somebody shall look whether it still holds; null: never. */
      reviewBy: nullable(Time),
    },
    closed,
  ),
  closed,
);
export type ArticleBody = Static<typeof ArticleBody>;

const Titles = Type.Partial(
  Type.Object(
    {
      en: Type.String({ maxLength: 500 }),
      es: Type.String({ maxLength: 500 }),
      ro: Type.String({ maxLength: 500 }),
      pl: Type.String({ maxLength: 500 }),
      ru: Type.String({ maxLength: 500 }),
    },
    closed,
  ),
  closed,
);
export const CategoryParams = Type.Object({ category: Key }, closed);
export const CategoryBody = Type.Object(
  {
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    titles: Titles,
    descriptions: Type.Optional(Titles),
  },
  closed,
);
export type CategoryBody = Static<typeof CategoryBody>;
export const CategoryView = Type.Object(
  { key: Type.String(), order: Type.Integer(), titles: Titles, descriptions: Titles, sample: Type.Boolean() },
  closed,
);
export type CategoryView = Static<typeof CategoryView>;
export const CategoryList = Type.Object({ items: Type.Array(CategoryView) }, closed);

const Words = Type.Object(
  {
    slug: Slug,
    title: Type.String(),
    summary: Type.String(),
    keywords: Type.Array(Type.String()),
    body: Type.String(),
  },
  closed,
);
const version = {
  version: Type.Integer(),
  at: Time /** The agent who wrote it; null: a program or a file. */,
  by: nullable(Id),
};
export const VersionList = Type.Object(
  { items: Type.Array(Type.Object({ ...version, title: Type.String() }, closed)) },
  closed,
);
export type VersionList = Static<typeof VersionList>;
const Pieces = Type.Array(Type.Object({ kind: oneOf('same', 'added', 'removed'), text: Type.String() }, closed));
/** A text that was, and what has become of it since. */
export const VersionView = Type.Object(
  { ...version, words: Words, difference: Type.Object({ title: Pieces, summary: Pieces, body: Pieces }, closed) },
  closed,
);
export type VersionView = Static<typeof VersionView>;
export const VersionParams = Type.Object(
  { id: Id, locale: Locale, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) },
  closed,
);

export const PreviewBody = Type.Object({ locale: Locale, body: Type.String({ maxLength: 200_000 }) }, closed);
/** HTML as the site shows it. */
export const PreviewView = Type.Object({ html: Type.String() }, closed);
/** What stands in the Markdown for a stored picture. */
export const ImageView = Type.Object({ path: Type.String(), url: Type.String() }, closed);
export type ImageView = Static<typeof ImageView>;

const Version = Type.Optional(Type.Integer());
/** Who else has the article open, and the present version of each language. */
export const PresenceView = Type.Object(
  {
    items: Type.Array(Type.Object({ agent: Id, locale: Locale }, closed)),
    versions: Type.Object({ en: Version, es: Version, ro: Version, pl: Version, ru: Version }, closed),
  },
  closed,
);
export type PresenceView = Static<typeof PresenceView>;

/** One word, a compound at most; what is searched is cut into words. */
const SynonymWord = Type.String({ pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’.-]{0,59}$", maxLength: 60 });
export const SynonymBody = Type.Object({ words: Type.Array(SynonymWord, { minItems: 2, maxItems: 60 }) }, closed);
/** Words that mean the same in a language. */
export const SynonymView = Type.Object(
  {
    key: Type.String(),
    locale: Locale,
    words: Type.Array(Type.String()),
    /** shipped: comes with Ombud; changed, off: it did; own: an author's. */
    origin: oneOf('own', 'shipped', 'changed', 'off'),
    /** The words that it comes with; none of an author's own. */
    shipped: Type.Array(Type.String()),
  },
  closed,
);
export type SynonymView = Static<typeof SynonymView>;
export const SynonymList = Type.Object({ items: Type.Array(SynonymView) }, closed);
