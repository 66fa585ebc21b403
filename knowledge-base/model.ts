import { Schema, type Types } from 'mongoose';
import { defineModel } from '../server/model.ts';
import { declarePlain } from '../server/declare.ts';
import type { Language } from '../server/tickets/envelopes.ts';

/** draft: only where it is written; internal: for agents; published: for everybody. */
export const ARTICLE_STATUSES = ['draft', 'internal', 'published'] as const;
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number];

/** What an author writes in one language. */
export interface Words {
  /** Unique within its locale. */
  slug: string;
  title: string;
  summary: string;
  keywords: string[];
  /** Markdown. */
  body: string;
}

/** What a file had beside the words, so that it can be written again as it was. */
export interface FileOf {
  /** Path below the folder, with slashes. */
  path: string;
  /** Front matter with its fences; empty when there was none. */
  head: string;
  /** White space around the body. */
  before: string;
  after: string;
  /** Of the whole file; hex SHA-256. */
  hash: string;
  /** What the article as a whole was when it was imported: the files of an article may say different things. */
  as?: { category: string; order: number; status: ArticleStatus };
}

export interface Translation extends Words {
  locale: Language;
  /** Counts the texts of this language from 1. */
  version?: number;
  /** Of the source language: its last version that made others outdated. */
  major?: number;
  /** Of others: `major` of the source when this was written. */
  basedOn?: number;
  /** Hex id of the agent who wrote it; absent: a program or a file. */
  by?: string;
  file?: FileOf;
  updatedAt: Date;
}

export interface ArticleDoc {
  _id: Types.ObjectId;
  v: number;
  /** Unique; the same for an article wherever it is imported again. */
  key: string;
  /** Key of a category. */
  category: string;
  order: number;
  /** True for the sample knowledge base: not for search engines, removable. */
  sample: boolean;
  status: ArticleStatus;
  /** The language that the others are translated from. */
  source?: Language;
  /** When it becomes what `publishAs` says; absent: not planned. */
  publishAt?: Date;
  publishAs?: ArticleStatus;
  /** When somebody shall look whether it still holds. */
  reviewBy?: Date;
  translations: Translation[];
  /** Former addresses; they lead to the present one. */
  redirects?: { locale: Language; slug: string }[];
  /** Counts changes, so that two writers don't overwrite each other. */
  revision: number;
  createdAt: Date;
  /** Last change of anything, status included; indexes follow it. */
  updatedAt: Date;
}

const options = { versionKey: false, autoIndex: false, autoCreate: false } as const;
const schema = new Schema<ArticleDoc>(
  {
    v: Number,
    key: String,
    category: String,
    order: Number,
    sample: Boolean,
    status: String,
    source: String,
    publishAt: Date,
    publishAs: String,
    reviewBy: Date,
    translations: Schema.Types.Mixed,
    redirects: Schema.Types.Mixed,
    revision: Number,
    createdAt: Date,
    updatedAt: Date,
  },
  options,
);
schema.index({ key: 1 }, { unique: true });
// Slug first: a slug of another locale leads to its article as well.
schema.index({ 'translations.slug': 1, 'translations.locale': 1 }, { unique: true });
schema.index({ 'redirects.slug': 1 });
schema.index({ status: 1, category: 1, order: 1, _id: 1 });
schema.index({ sample: 1 });
schema.index({ publishAt: 1 }, { sparse: true });
schema.index({ updatedAt: 1, _id: 1 });
declarePlain(schema, {
  'written to be read by everybody': ['key', 'category', 'translations', 'redirects'],
  'words of ours': ['status', 'publishAs', 'source'],
});
export const Articles = defineModel<ArticleDoc>('Article', 'articles', schema);

/** The mark of a removed article: whoever indexes takes it out, and removes what a crash left. Kept for a day. */
export interface RemovedArticleDoc {
  /** The article's. */
  _id: Types.ObjectId;
  at: Date;
}
const removed = new Schema<RemovedArticleDoc>({ at: Date }, options);
removed.index({ at: 1 });
declarePlain(removed, {});
export const RemovedArticles = defineModel<RemovedArticleDoc>('RemovedArticle', 'article-removals', removed);

/** A text that was, before another one came in its place. */
export interface ArticleVersionDoc {
  _id: Types.ObjectId;
  article: Types.ObjectId;
  locale: Language;
  version: number;
  words: Words;
  by?: string;
  at: Date;
}
const versions = new Schema<ArticleVersionDoc>(
  {
    article: Schema.Types.ObjectId,
    locale: String,
    version: Number,
    words: Schema.Types.Mixed,
    by: String,
    at: Date,
  },
  options,
);
versions.index({ article: 1, locale: 1, version: -1 }, { unique: true });
declarePlain(versions, { 'written to be read by everybody': ['words'], 'ids and words of ours': ['locale', 'by'] });
export const ArticleVersions = defineModel<ArticleVersionDoc>('ArticleVersion', 'article-versions', versions);

/** What articles are sorted into. */
export interface CategoryDoc {
  /** Its key. */
  _id: string;
  order: number;
  titles: Partial<Record<Language, string>>;
  descriptions: Partial<Record<Language, string>>;
  /** sample: goes with the samples; made: because an article named it; own: somebody has written it. */
  origin: 'sample' | 'made' | 'own';
}
const categories = new Schema<CategoryDoc>(
  {
    _id: String,
    order: Number,
    titles: Schema.Types.Mixed,
    descriptions: Schema.Types.Mixed,
    origin: String,
  },
  options,
);
declarePlain(categories, { 'written to be read by everybody': ['_id', 'titles', 'descriptions', 'origin'] });
export const Categories = defineModel<CategoryDoc>('Category', 'article-categories', categories);

/** A picture of an article. */
export interface ArticleImageDoc {
  /** Path below the folder of articles: `images/box.png`. */
  _id: string;
  /** Media type. */
  kind: string;
  bytes: Buffer;
  /** Of the bytes, hex. */
  hash: string;
}
const images = new Schema<ArticleImageDoc>(
  { _id: String, kind: String, bytes: Schema.Types.Mixed, hash: String },
  options,
);
declarePlain(images, { 'made to be seen by everybody': ['_id', 'kind', 'bytes', 'hash'] });
export const ArticleImages = defineModel<ArticleImageDoc>('ArticleImage', 'article-images', images);
