import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';
import type { Language } from '../../tickets/envelopes.ts';

/** Whether an article was of use for a ticket, as the agents who answered it say; the last word counts. */
export interface ArticleMarkDoc {
  _id: Types.ObjectId;
  v: number;
  ticket: Types.ObjectId;
  article: Types.ObjectId;
  /** The ticket's; the article's own where that is not known. */
  locale: Language;
  useful: boolean;
  at: Date;
}

const schema = new Schema<ArticleMarkDoc>(
  {
    v: Number,
    ticket: Schema.Types.ObjectId,
    article: Schema.Types.ObjectId,
    locale: String,
    useful: Boolean,
    at: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ ticket: 1, article: 1 }, { unique: true });
schema.index({ locale: 1, at: -1 });
declarePlain(schema, { 'a word of ours': ['locale'] });

export const ArticleMarks = defineModel<ArticleMarkDoc>('ArticleMark', 'article-marks', schema);
