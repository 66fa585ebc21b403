import { Schema } from 'mongoose';
import { declarePlain } from '../server/declare.ts';
import { defineModel } from '../server/model.ts';
import type { Language } from '../server/tickets/envelopes.ts';

/** Words that mean the same, written by an author: a group of their own, or one that Ombud comes with, changed. */
export interface SynonymGroupDoc {
  /** Locale and key: `pl/parcel`. */
  _id: string;
  locale: Language;
  /** The shipped group's name, or one of ours. */
  key: string;
  /** None: the shipped group does not count. */
  words: string[];
  updatedAt: Date;
}

const schema = new Schema<SynonymGroupDoc>(
  { _id: String, locale: String, key: String, words: [String], updatedAt: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ locale: 1, _id: 1 });
schema.index({ updatedAt: 1 });
declarePlain(schema, { 'words of a language': ['words'], 'ids and words of ours': ['_id', 'locale', 'key'] });

export const SynonymGroups = defineModel<SynonymGroupDoc>('SynonymGroup', 'article-synonyms', schema);
