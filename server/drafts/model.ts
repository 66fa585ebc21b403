import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import type { MessageAttachment } from '../tickets/message-model.ts';
import { declareSealed } from '../declare.ts';

export const MODES = ['reply', 'note'] as const;
export type Mode = (typeof MODES)[number];

/** How long an ended draft is remembered, so that a late save of it is known to be late. */
const ENDED_KEPT_SECONDS = 7 * 86_400;

/** What somebody was writing. */
export interface DraftContent {
  text: string;
  html?: string;
  /** The e-mail's recipients, where the writer has changed them. */
  to?: string[];
  cc?: string[];
  bcc?: string[];
  /** As whom the mailbox writes, where the writer has chosen; empty: the mailbox itself. */
  identity?: string;
  /** Hex ids of colleagues. */
  mentions?: string[];
  attachments: MessageAttachment[];
}

/** What an agent has begun to write on a ticket: one reply and one note. */
export interface DraftDoc {
  _id: Types.ObjectId;
  v: number;
  ticket: Types.ObjectId;
  customer: Types.ObjectId;
  agent: Types.ObjectId;
  mode: Mode;
  /** Given by the writer's client, growing: what comes with a lower one is late. */
  version: number;
  updatedAt: Date;
  /** Since when there is nothing in it any more. */
  endedAt?: Date;
  /** Hex ids of the cancelled replies whose words came back into it. */
  restored?: string[];
  // sealed
  content?: DraftContent;
}

const schema = new Schema<DraftDoc>(
  {
    v: Number,
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    agent: Schema.Types.ObjectId,
    mode: String,
    version: Number,
    updatedAt: Date,
    endedAt: Date,
    restored: { type: [String], default: undefined },
    content: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ ticket: 1, agent: 1, mode: 1 }, { unique: true });
schema.index({ agent: 1, updatedAt: -1 });
schema.index({ endedAt: 1 }, { expireAfterSeconds: ENDED_KEPT_SECONDS });
declareSealed(schema, {
  owner: 'customer',
  fields: ['content'],
  plain: { 'words and ids of ours': ['mode', 'restored'] },
});

export const Drafts = defineModel<DraftDoc>('Draft', 'drafts', schema);
