import { Schema, type Types } from 'mongoose';
import { defineModel } from '../server/model.ts';
import { declarePlain } from '../server/declare.ts';
import type { Language } from '../server/tickets/envelopes.ts';

/** draft: only where it is written; internal: for agents; published: for everybody. */
export const ARTICLE_STATUSES = ['draft', 'internal', 'published'] as const;
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number];

export interface Translation {
  locale: Language;
  /** Unique within its locale. */
  slug: string;
  title: string;
  summary: string;
  keywords: string[];
  /** Markdown. */
  body: string;
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
  translations: Translation[];
  /** Counts changes, so that two writers don't overwrite each other. */
  revision: number;
  createdAt: Date;
  /** Last change of anything, status included; indexes follow it. */
  updatedAt: Date;
}

const schema = new Schema<ArticleDoc>(
  {
    v: Number,
    key: String,
    category: String,
    order: Number,
    sample: Boolean,
    status: String,
    translations: Schema.Types.Mixed,
    revision: Number,
    createdAt: Date,
    updatedAt: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ key: 1 }, { unique: true });
// Slug first: a slug of another locale leads to its article as well.
schema.index({ 'translations.slug': 1, 'translations.locale': 1 }, { unique: true });
schema.index({ status: 1, category: 1, order: 1, _id: 1 });
schema.index({ sample: 1 });
schema.index({ updatedAt: 1, _id: 1 });
declarePlain(schema, { 'written to be read by everybody': ['key', 'category', 'status', 'translations'] });

export const Articles = defineModel<ArticleDoc>('Article', 'articles', schema);
