import { Schema, Types } from 'mongoose';
import type { ChannelName } from '../channels/channel.ts';
import { declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';

/** An account made in the settings: a mailbox, a bot. */
export interface AccountDoc {
  _id: Types.ObjectId;
  v: number;
  channel: ChannelName;
  /** The sender's name; what a bot is called here. */
  name: string;
  /** The desk's own address, in lower case; a bot's id. */
  address: string;
  enabled: boolean;
  /** A removed account stays known: what came through it can still be read and replayed. */
  removedAt: Date | null;
  createdAt: Date;
  /** What its channel needs (MailSettings, BotSettings…), secrets included, as JSON sealed under the instance key. */
  settings: Buffer | undefined;
}

const schema = new Schema<AccountDoc>(
  {
    v: Number,
    channel: String,
    name: String,
    address: String,
    enabled: Boolean,
    removedAt: Date,
    createdAt: Date,
    settings: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index(
  { channel: 1, address: 1 },
  { unique: true, name: 'address', partialFilterExpression: { removedAt: null } },
);
declareSealed(schema, {
  owner: 'instance',
  fields: ['settings'],
  plain: { 'names of ours, told to everybody who writes to us': ['channel', 'name', 'address'] },
});

export const Accounts = defineModel<AccountDoc>('Account', 'accounts', schema);

/** What the settings are bound to. */
export const boundTo = (id: Types.ObjectId): string => `Account/${String(id)}/settings`;
