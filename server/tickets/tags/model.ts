import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** A tag that some ticket has or had. Tickets hold the name itself. */
export interface TagDoc {
  _id: Types.ObjectId;
  name: string;
  createdAt: Date;
  /** While it is being taken off its tickets: what they get instead, null for nothing. */
  becomes?: string | null;
}

const schema = new Schema<TagDoc>(
  { name: String, createdAt: Date, becomes: String },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ name: 1 }, { unique: true });
schema.index({ becomes: 1 }, { name: 'leaving', partialFilterExpression: { becomes: { $exists: true } } });
declarePlain(schema, { 'labels of ours': ['name', 'becomes'] });
export const Tags = defineModel<TagDoc>('Tag', 'tags', schema);
