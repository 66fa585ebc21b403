import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../server/declare.ts';
import { defineModel } from '../server/model.ts';
import type { Language } from '../server/tickets/envelopes.ts';

/** An agent who has an article open. */
export interface ArticlePresenceDoc {
  /** Of the article and the agent. */
  _id: string;
  article: Types.ObjectId;
  agent: string;
  locale: Language;
  until: Date;
}

const schema = new Schema<ArticlePresenceDoc>(
  { _id: String, article: Schema.Types.ObjectId, agent: String, locale: String, until: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ article: 1 });
declarePlain(schema, { 'ids and words of ours': ['_id', 'agent', 'locale'] });

export const ArticlePresences = defineModel<ArticlePresenceDoc>('ArticlePresence', 'article-presences', schema);
