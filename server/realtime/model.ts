import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain } from '../declare.ts';

/** How long a socket can be away and still resume without reading everything again. */
export const KEPT_SECONDS = 86_400;

/** Something that agents' screens show has changed: what, never how. Holds no personal data. */
export interface EventDoc {
  _id: Types.ObjectId;
  /** Unique; the order in which every socket hears of it. */
  seq: number;
  /** `void` fills a number that was taken and never used. */
  kind: 'ticket' | 'message' | 'agent' | 'channel' | 'call' | 'callback' | 'void';
  ticket?: Types.ObjectId;
  message?: Types.ObjectId;
  /** Hex id of the agent, the call or the callback, or name of the channel. */
  about?: string;
  /** Hex ids of the agents with whom a call is. */
  whom?: string[];
  fields: string[];
  at: Date;
}

const schema = new Schema<EventDoc>(
  {
    seq: Number,
    kind: String,
    ticket: Schema.Types.ObjectId,
    message: Schema.Types.ObjectId,
    about: String,
    whom: { type: [String], default: undefined },
    fields: [String],
    at: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ seq: 1 }, { unique: true });
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
declarePlain(schema, {
  'a word of ours': ['kind'],
  'ids of ours, or the name of a channel': ['about', 'whom'],
  'names of fields, not what is in them': ['fields'],
});
export const RealtimeEvents = defineModel<EventDoc>('Event', 'events', schema);
