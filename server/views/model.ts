import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { ViewQuery } from './schema.ts';

/** What an agent has saved of a list: which tickets, under a name. */
export interface ViewDoc {
  _id: Types.ObjectId;
  v: number;
  owner: Types.ObjectId;
  /** Its members have the view too; null: the owner alone. */
  team: Types.ObjectId | null;
  createdAt: Date;
  /** Sealed with the instance's key: people look for people. See seal.ts. */
  content: Buffer;
}

export interface ViewContent {
  name: string;
  query: ViewQuery;
}

const schema = new Schema<ViewDoc>(
  {
    v: Number,
    owner: Schema.Types.ObjectId,
    team: Schema.Types.ObjectId,
    createdAt: Date,
    content: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ owner: 1, _id: 1 });
schema.index({ team: 1, _id: 1 });
declareSealed(schema, { owner: 'instance', fields: ['content'] });
export const Views = defineModel<ViewDoc>('View', 'views', schema);
