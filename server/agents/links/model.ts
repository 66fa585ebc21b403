import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** A link by which an agent sets a password: the first one, or another. Used once. */
export interface AgentLinkDoc {
  /** Keyed hash of the token in the link. */
  _id: string;
  agent: Types.ObjectId;
  kind: 'invitation' | 'reset';
  expiresAt: Date;
}

const schema = new Schema<AgentLinkDoc>(
  { _id: String, agent: Schema.Types.ObjectId, kind: String, expiresAt: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ agent: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
declarePlain(schema, { 'a word of ours': ['kind'] }, ['_id']);

export const AgentLinks = defineModel<AgentLinkDoc>('AgentLink', 'agent_links', schema);
