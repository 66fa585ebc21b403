import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain } from '../declare.ts';
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

/** Searches that found nothing, for authors. Holds no text that looks like a name, an address or a number. */
export interface MissedSearchDoc {
  locale: Language;
  /** Folded, 100 characters at most. */
  query: string;
  count: number;
  lastAt: Date;
}

const missed = new Schema<MissedSearchDoc>(
  { locale: String, query: String, count: Number, lastAt: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
missed.index({ locale: 1, query: 1 }, { unique: true });
missed.index({ locale: 1, count: -1 });
declarePlain(missed, {
  'a word of ours': ['locale'],
  'what looks like a name, an address or a number is left out before': ['query'],
});
export const MissedSearches = defineModel<MissedSearchDoc>('MissedSearch', 'missed-searches', missed);
