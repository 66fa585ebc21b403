import { Schema } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** Which articles fit pages of the shop's site. */
export interface PageRule {
  /** A path, in which `*` stands for anything. */
  pattern: string;
  /** Addresses (slugs) of articles, in whichever language. */
  articles: string[];
}

export interface ByPageDoc {
  _id: 'pages';
  v: number;
  pages: PageRule[];
}

const schema = new Schema<ByPageDoc>(
  { _id: String, v: Number, pages: Schema.Types.Mixed },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'a word of ours, and addresses of pages of the shop and of public articles': ['_id', 'pages'] });

export const ByPages = defineModel<ByPageDoc>('HelpByPage', 'help_by_page', schema);
