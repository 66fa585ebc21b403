import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain, declareSealed } from '../declare.ts';
import type { Language } from '../tickets/envelopes.ts';

/** Answers to "was this helpful?", counted for each article and language. */
export interface ArticleVotesDoc {
  article: Types.ObjectId;
  locale: Language;
  yes: number;
  no: number;
}

const votes = new Schema<ArticleVotesDoc>(
  { article: Schema.Types.ObjectId, locale: String, yes: Number, no: Number },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
votes.index({ article: 1, locale: 1 }, { unique: true });
votes.index({ locale: 1, yes: -1, article: 1 });
declarePlain(votes, { 'a word of ours': ['locale'] });
export const ArticleVotes = defineModel<ArticleVotesDoc>('ArticleVotes', 'article-votes', votes);

/** Searches that found nothing, for authors. Nothing that looks like an address or a number gets in. */
export interface MissedSearchDoc {
  _id: Types.ObjectId;
  locale: Language;
  /** Keyed hash of the query. */
  hash: string;
  /** Folded, 100 characters at most; sealed with the instance key, since people type names too. */
  query: Buffer;
  count: number;
  lastAt: Date;
}

const missed = new Schema<MissedSearchDoc>(
  { locale: String, hash: String, query: Schema.Types.Mixed, count: Number, lastAt: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
missed.index({ locale: 1, hash: 1 }, { unique: true });
missed.index({ locale: 1, count: -1 });
declareSealed(missed, {
  owner: 'instance',
  fields: ['query'],
  hashed: ['hash'],
  plain: { 'a word of ours': ['locale'] },
});
export const MissedSearches = defineModel<MissedSearchDoc>('MissedSearch', 'missed-searches', missed);
